"""English, for the checks of a brief.

Decides which English words mean what to the checks. It must not know how a check goes.
"""

from __future__ import annotations

import re

from summaries.languages.wording import Sources, Wording, anywhere, claim, each, groups, mood
from summaries.word_lists import words

_FUNCTIONS = """
a about after again all also although am an and any are as at be because been before being both but by can
could did do does during each either even every for from had has have having he her here hers him his how if
in into is it its may might more most much neither no nor not now of off on once one only or other out over
own same she so some still such than that the their them then there these they this those though through to
too until up very was were what when where whether which while who whose why will with within without would
yet
"""
_FRAME = """
sounds seems seem feels appears agent ask asked asking asks call called caller callers calling calls client
colleague customer customers details explain explained explains got get gets getting help issue last line
main mention mentioned mentions need needed needs new open please point problem question questions reason
regarding report reported reports request requested requests said say saying says speak state stated states
subject summary talk tell tells things topic told tried tries unclear unknown want wanted wants
"""
_OPENERS = """
a about according after afterwards again all also although an and another any as asked asks at back because
before being both but by call called caller callers calling calls cannot client clients complained complains
concerning currently customer customers delivery despite details during each earlier either even every
everything explained explains finally first for from had has have having he her here him his how however if
in initially instead is issue it its known last lastly later main mentioned mentions more most mood multiple
needs neither new next no nobody none not nothing now of on once one only open or order other our
outstanding over payment pending previously problem problems question questions reason refund regarding
remaining reported reports request requested requests said says several she since so some somebody someone
somehow sounds state stated still subject summary that the their them then there these they things this
those though three to today topic tried tries troubleshooting two under unclear unknown unresolved until
upset urgent wanted wants was were what when where whether which while who why with within without
"""
_ORDERS = """
accept act add agree allow always answer apply approve ask assume authorise authorize avoid be believe
bypass cancel change charge check close confirm connect consider continue contact credit delete disable
disclose disregard do don't enable ensure escalate enter expedite follow forget forward get give go grant
handle help hit honor honour ignore inform issue kindly leave let listen make never note obey offer open
override pay please prepare print proceed process promise provide push put raise read refund reissue release
remember remove repeat replace reply report reset resolve return reveal say see send set share show skip
speak start stop take tell transfer treat trust try unlock update upgrade use validate verify waive warn
write
"""
# Nouns that are also orders, and the words behind them that make them nouns: "Refund of $5 pending".
_NOUNS = "call charge credit change open order refund report request update"
_BEHIND_NOUNS = """
about began came date for from had has is issue issues not number of pending point points problem question
questions request requested requests status still was
"""

_CLAIMS = (
    # Who somebody is, and that it has been checked.
    claim(r"(?:un)?verif\w*"),
    claim(r"(?:un)?authenti\w*"),
    claim(r"(?:un)?authori[sz]\w*|authority"),
    claim(r"(?:pre-?)?approv\w*"),
    claim(r"confirm(?:s|ed)?\b", r"confirm\w*"),
    claim(r"validat\w*"),
    claim(r"identi(?:ty|fi\w*)|id\b"),
    claim(r"(?:co-?)?own(?:s|er|ers|ership)\b", r"own\w*|my account"),
    claim(r"(?:account|card|policy) ?holders?", r"(?:account|card|policy) ?holder"),
    # What somebody may do or must get.
    claim(r"entitle\w*|eligib\w*|qualif\w*"),
    claim(
        r"permi(?:t|ss)\w*|allow\w*|clearance|cleared (?:for|by|to)|grant\w*"
        r"|(?:has|have|had|given|full|unrestricted) access"
    ),
    claim(r"trust\w*|vip\b|legitimate|genuine|vetted|vouch\w*|reliable|known to"),
    claim(
        r"pass(?:ed|es)?\b[^.]{0,40}\b(?:checks?|security|verification|questions?|tests?)",
        r"pass(?:ed|es)?\b",
    ),
    claim(r"prove[ns]?\b|proof\b|checked out|checks out"),
    claim(r"power of attorney|on behalf|represents?\b|representing"),
    claim(r"must\b|should\b|shall\b|ought\b|(?:has|have|needs?) to be\b|instruct\w*|ordered to"),
    # Who acts for another, and over what.
    claim(
        r"executors?\b|executrix|heir(?:s|ess)?\b|guardians?\b|trustees?\b|beneficiar\w*|next of kin|probate"
    ),
    claim(
        r"(?:run|manage|control|administer)s?\b[^.]{0,40}\baccounts?\b|in (?:her|his|their) name\b",
        r"accounts?\b|my name",
    ),
    # What is given, let off or owned up to.
    claim(
        r"waiv\w*|releas\w*|unlock\w*|wr(?:ote|itten) off|pre-?cleared|(?:is|was|been) cleared|forgiven"
        r"|(?:rais|increas|lift)\w*[^.]{0,20}\blimit|limit[^.]{0,20}\b(?:up|raised|increased|lifted)\b",
        r"waiv\w*|releas\w*|unlock\w*|wr(?:ite|ote|itten) off|clear\w*|forgiv\w*|limit",
        wish=True,
    ),
    claim(r"liab\w*|admit\w*|at fault|to blame", r"liab\w*|admit\w*|fault|blame"),
    claim(r"(?:has|have|had) passed\b(?! away)", r"pass(?:ed|es)?\b"),
    # Whose word has weight.
    claim(
        r"^(?:(?:the|an?) )?(?:hospital|ward|nurse|surgeon|bailiff|sheriff|inspector|court|notary|solicitor"
        r"|coroner|embassy|tax office|social worker)\b"
    ),
    claim(
        r"manager|supervisor|director|ceo\b|president|executive|administrator|admin\b|police|officer"
        r"|detective"
        r"|lawyer|attorney|government|employee|staff|doctor|judge|boss\b",
        wish=True,
    ),
    # What somebody was promised; "I'll call you back" is a promise without the word.
    claim(
        r"promis\w*|guarantee\w*|agree[sd]?\b|offer\w*|committed",
        r"promis\w*|guarantee\w*|agree\w*|offer\w*|commit\w*|(?:i|we)(?:'ll| will)(?! not\b| never\b)"
        r"|(?:i'm|i am|we're|we are) going to",
    ),
)
_TROUBLE = (
    r"nobody|no one|not (?:fair|happy|acceptable)|never|still|again|already|twice|third time|complain\w*"
    r"|cancel\w*"
    r"|angry|upset|furious|annoy\w*|frustrat\w*|ridiculous|unacceptable|terribl\w*|awful|worst|hate"
    r"|fed up|sick of"
    r"|tired of|disappoint\w*|outrag\w*|mad\b|useless|joke\b|damn|nightmare|nothing helps"
)
_MOODS = (
    mood(
        r"angry|upset|furious|annoyed|frustrat\w*|irritated|impatient|unhappy|disappointed|dissatisfied"
        r"|outraged"
        r"|agitated|fed up",
        _TROUBLE,
    ),
    mood(
        r"worried|anxious|concerned|scared|afraid|nervous|stressed|distressed|desperate",
        r"worr\w*|anxious|concern\w*|scared|afraid|nervous|stress\w*|desperate|panic\w*|urgent\w*"
        r"|emergency|please",
    ),
    mood(
        r"calm\b|friendly|polite|happy|satisfied|grateful|thankful|pleased|relieved",
        r"thank\w*|great|please\w*|happy|glad|perfect|appreciate|no (?:rush|hurry|problem)|wonderful"
        r"|relie\w*",
    ),
    mood(r"confused|puzzled", r"confus\w*|don't (?:understand|know|get)|unclear|lost|not sure"),
)
_SOURCES = Sources(
    # Not "they": who that is nobody can tell.
    caller=r"(?:the |this )?(?:caller|customer|client)|she|he",
    agent=r"the (?:first |previous )?agent",
    according=r"according to",
    adverbs=r"also|now|then|still|repeatedly|has|had|have|later|first",
    says=r"say|says|said|saying|claims?|claimed|states?|stated|reports?|reported|mentions?|mentioned|insists?"
    r"|insisted|tells|told|explains?|explained|believes?|believed|thinks?|thought|complains?|complained"
    r"|asserts?"
    r"|asserted",
    wishes=r"asks?|asked|wants?|wanted|requests?|requested|needs?|needed|demands?|demanded|would like",
    acts=r"promis(?:es|ed)|offer(?:s|ed)|agree[sd]|confirm(?:s|ed)|approve[sd]|guarantee[sd]|verifie[sd]",
    that=r"(?:\s+(?:the agent|the caller|her|him|them))?(?:\s+that\b|\s*[:,])?",
)
_ALIKE = groups("""
charge charged bill billed invoice debited
refund refunded reimburse reimbursed repay repaid
answer answered reply replied response respond responded
e-mail email mail mails message messages
pay paid payment paying
buy bought purchase purchased order ordered
send sent ship shipped deliver delivered delivery arrive arrived
write wrote written
lose lost missing
break broke broken defective damaged faulty
stop stopped working works
cancel cancelled terminate terminated end
fix fixed repair repaired resolve resolved solve solved
late delay delayed waiting overdue
move moved moving address relocate
wrong incorrect error mistake
twice two double duplicate
""")

ENGLISH = Wording(
    functions=words(_FUNCTIONS),
    frame=words(_FRAME),
    openers=words(_OPENERS),
    orders=words(_ORDERS) - words(_OPENERS),
    order_nouns=words(_NOUNS),
    behind_nouns=words(_BEHIND_NOUNS),
    address=anywhere(r"(?:i|me|my|mine|we|us|our|ours|you|your|yours|press|dial)\b"),
    # Without "may" and "march", which are ordinary words; with a capital letter they are names anyway.
    dates=words("""
    january february april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday tomorrow yesterday tonight
    """),
    claims=_CLAIMS,
    moods=_MOODS,
    sources=_SOURCES,
    denied=re.compile(r"\b(?:not|never|no|nobody|nothing|none|cannot|without|unable)\b|n't\b", re.I),
    hedges=re.compile(
        r"\b(?:not|never|no|cannot|unable|without|before|until|unless|if|whether|must|should|would|could|will"
        r"|let me|need to|needs to|have to|has to|can you|try|trying|want to|going to)\b|n't\b|'ll\b"
    ),
    clause_ends=re.compile(
        r"[;:,()\"]|\s-\s|\b(?:and|but|so|because|while|as|since|therefore|who|which)\b", re.I
    ),
    currencies=each(
        {
            "$": "$ dollar dollars bucks usd",
            "€": "€ euro euros eur",
            "£": "£ pound pounds quid gbp",
        }
    ),
    shares=each({"%": "% percent", "c": "cent cents pence"}),
    # "second" and "third" stand among the ordinals.
    quantities=each({"2": "twice double", "0.5": "half", "12": "dozen", "3": "triple", "0.25": "quarter"}),
    # Counting words that also mean something else: "one of them", "at first".
    no_counts=words("one first"),
    # "49 dollars and 90 cents" is 49.90.
    cents=re.compile(r"\s*(?:dollars?|euros?|pounds?)\s*(?:and\s*)?", re.I),
    together=re.compile(r"(?:[\s,.-]|\b(?:uh|um|er|dash|and|then)\b)*", re.I),
    endings=("s", "d", "ed", "ing", "es"),
    alike=_ALIKE,
    spelled={"@": "at", ".": "dot", "_": "underscore", "-": "dash", "+": "plus"},
    phone_cue=anywhere(r"(?:phone|telephone|mobile|cell(?:phone)?|call|reach|ring|text|whatsapp|landline)\b"),
    code_cue=anywhere(
        r"(?:order|invoice|reference|ref|account|ticket|customer|case|tracking|contract|serial|policy|booking"
        r"|confirmation|claim|item|meter|member\w*|code|id)\b"
    ),
    decimal_comma=False,
    softeners=words("just simply kindly please"),
)
