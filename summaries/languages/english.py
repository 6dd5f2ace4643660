"""English, for the checks of a brief.

Decides which English words mean what to the checks. It must not know how a check goes.
"""

from __future__ import annotations

import re

from summaries.languages.wording import Wording, anywhere, each, groups, in_order, mood, promise, wish
from summaries.numbers.english import COUNTING
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

_TROUBLE = (
    r"(?:nobody|no one) (?:\w+ )?(?:answer|call|care|help|know|listen|repl|respond|want)\w*"
    r"|never (?:again|answer|arriv|came|call|got|heard|receiv|work)\w*"
    r"|not (?:fair|happy|acceptable)|(?:yet|over and over) again|again and again|third time"
    r"|still (?:no|not|nothing|nobody|waiting|\w+n't)\b|complain\w*"
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
        r"worr\w*|anxious|concern(?!ing)\w*|scared|afraid|nervous|stress\w*|desperate|panic\w*"
        r"|urgent\w*|emergency",
    ),
    mood(r"friendly|polite", r"please|thank\w*|appreciate|no (?:rush|hurry|problem)"),
    mood(
        r"calm\b|happy|satisfied|grateful|thankful|pleased|relieved",
        r"thank\w*|great\b|pleased|happy|glad|perfect|appreciate|no (?:rush|hurry|problem)|wonderful"
        r"|relie\w*",
    ),
    mood(
        r"confused|puzzled",
        r"confus\w*|don't (?:understand|know|get)|unclear|(?:i'm|am|feel|completely|totally) lost|not sure",
    ),
)
_PROMISE = promise(
    r"promis(?:es?|ed|ing)\b|guarantee(?:d|ing)\b|(?:assured|pledged|vowed|offered)\b|commit(?:s|ted) to\b"
    r"|(?:gave|given) (?:her|his|their) word",
    denied=r"no|not|never|nothing|nobody|none|without|cannot|\w+n't",
    spares="you|they|he|she|we|i|what|as|the|that|who",
    others="whether|if|when|why|how|what|who|where|unless|unclear|open|questions?|not|never|nobody|no"
    "|(?:ask|want|wonder|hope|expect|demand|fear|need|wish|request)(?:s|ed)?|wishes|know",
    of_agent=r"will|is (?:going to|sending|ordering|booking|replacing|refunding|arranging)|agree[sd] to",
    comes=r"(?:will|is going to|are going to) (?:be (?:sent|given|replaced|exchanged|refunded|repaid"
    r"|reimbursed|credited|delivered|repaired|fixed|waived|called back|contacted|compensated|shipped"
    r"|collected)|get|receive|come|visit)",
    heard=r"assur\w*|offer\w*|agreed|(?:told|tells|telling) (?:me|us|her|him|my)\b|supposed to|meant to"
    r"|should have|(?:was|were|is|are) (?:going )?to\b|gonna|com(?:es|ing)\b|will\b|(?<!i )would\b"
    r"|\w+'ll\b|(?:you|they|he|she|it|who)'d\b"
    r"|(?:you|they|he|she|it|colleague|agent|somebody|someone|lady|man|guy|team)(?: \w+)? (?:said|says)\b",
    agrees=r"(?:okay |ok |oh )?(?:yes|yeah|yep|sure|of course|certainly|absolutely|no problem|will do"
    r"|(?:we|i) can do that|that's (?:fine|possible|no problem))",
    refuses=r"(?:will|\w+'ll) (?:not|never)|won't|there will be no|cannot|can't|unfortunately",
    provided="if|unless|until|so|that",
    refers="yes|yeah|sure|of course|ones?|it|that|this|those|them|so",
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

_WISH = wish(
    r"want(?:s|ed)?|wish(?:es|ed)?|would like|'d like",
    no=r"no|not|never|nothing|none|nor|without|\w+n't|cannot",
    denied=r"{no}(?: (?:really|actually|even|ever|at all))? {wanted}",
    unclear=r"only|just|know|if|unless|whether|why|anymore|any more|all|both|each|every",
    between="but|and|because|so|or|although",
)

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
    months=in_order("""
    january february march april may june july august september october november december
    """),
    titles=words("mr mrs ms mister miss dr doctor professor sir madam"),
    moods=_MOODS,
    promise=_PROMISE,
    wish=_WISH,
    duty=anywhere(r"(?:must|should|shall|ought to|has to|have to|needs? to) be\b|(?:is|are) to be\b"),
    agent=r"the (?:first |previous )?agent",
    caller=r"(?:the|this) (?:caller|customer|client)",
    caller_says=re.compile(
        r"(?:(?:the |this )?(?:caller|customer|client)|she|he) "
        r"(?:(?:also|now|then|still|repeatedly|has|had) )*(?:(?:says|said)\b(?: that\b|[:,])?"
        r"|(?:claim|state|explain|report|mention|insist|assert|complain)(?:s|ed)(?: that\b|[:,]))"
        r"|according to the (?:caller|customer|client)\b,?",
        re.I,
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
    countings=(COUNTING,),
    # "Three o'clock" has no zero in it.
    instead=((re.compile(r"o'clock\b"), "hours  "),),
    decimal_comma=False,
    softeners=words("just simply kindly please"),
)
