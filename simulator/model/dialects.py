"""In what the providers of one API differ: fields of a request, and what their models do not take.

Decides nothing by itself; `asked` and `api` look here. A new provider is a new row of the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# OpenAI and Groq refuse a field that they do not know.
_COMMON_FIELDS = (
    "messages model frequency_penalty function_call functions logit_bias logprobs max_completion_tokens "
    "max_tokens metadata modalities n parallel_tool_calls prediction presence_penalty reasoning_effort "
    "response_format seed service_tier stop store stream stream_options temperature tool_choice tools "
    "top_logprobs top_p user verbosity prompt_cache_key safety_identifier"
)
_GROQ_FIELDS = (
    "include_reasoning reasoning_format citation_options compound_custom disable_tool_validation documents "
    "exclude_domains include_domains search_settings"
)
_OPENROUTER_FIELDS = "include_reasoning provider models route transforms plugins reasoning usage"
COMMON = frozenset(_COMMON_FIELDS.split())
GROQ = frozenset(_GROQ_FIELDS.split())
OPENROUTER = frozenset(_OPENROUTER_FIELDS.split())


@dataclass(frozen=True)
class Dialect:
    """`without_schema` and `fixed_temperature` match the names of models that take JSON mode but no schema,
    and of those that refuse a temperature because they reason."""

    fields: frozenset[str]
    without_schema: re.Pattern[str]
    fixed_temperature: re.Pattern[str]


NONE = re.compile(r"(?!)")
# console.groq.com, structured outputs, supported models.
_LLAMAS = re.compile(r"llama-3\.3-70b-versatile|llama-3\.1-8b-instant")
DIALECTS = {
    "groq": Dialect(COMMON | GROQ, _LLAMAS, NONE),
    "openai": Dialect(COMMON, re.compile(r"gpt-3\.5|gpt-4(-|$)"), re.compile(r"o\d|gpt-[5-9]")),
    "openrouter": Dialect(COMMON | OPENROUTER, NONE, NONE),
}
ANY = Dialect(COMMON | GROQ | OPENROUTER, _LLAMAS, NONE)
