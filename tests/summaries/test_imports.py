"""What importing the room costs: no SDK until a provider is made.

Decides in processes of its own, for this one has loaded everything.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def loaded(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {"groq", "httpx", "openai", "httpx2", "pydantic"} & set(run.stdout.split())


def test_no_sdk_is_loaded_before_a_provider_is_made() -> None:
    assert loaded("import summaries") == set()


def test_a_provider_loads_its_sdk_before_the_first_call_needs_it_and_no_other() -> None:
    groq = loaded("import summaries; summaries.groq_provider('key')")
    assert groq >= {"groq", "httpx"} and not groq & {"openai", "httpx2"}
    openai = loaded("import summaries; summaries.openai_provider('key')")
    assert openai >= {"openai", "httpx2"} and not openai & {"groq", "httpx"}
