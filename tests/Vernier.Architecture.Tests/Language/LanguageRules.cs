namespace Vernier.Architecture.Tests.Language;

/// <summary>
/// Constructions and terms that make a text hard to read. Texts are plain technical English with US spelling: short active sentences in the present tense
/// with the standard terms of the field (CONTRIBUTING.md has the glossary).
/// </summary>
internal static class LanguageRules
{
    /// <summary>The agents of AI Orchestrator write documents, and CANCELLED is a state in its API and metrics.</summary>
    private const string Orchestrator = "Orchestrator";

    /// <summary>Rules for string literals, comments, documentation and Markdown.</summary>
    public static IReadOnlyList<LanguageRule> Prose { get; } =
    [
        new("(?<!there )(is|are|was|were|be) no(?= )", "negate the verb: 'is not a valid X', 'X is missing'", Except: @"\w+ no (longer|more|less|later|fewer|greater|larger|smaller|effect|better|worse|faster|slower|upper|lower)"),
        new("(which|that|who) (is|are) none", "use an adjective: 'an invalid X'"),
        new("(?<!there )(is|are) none", "'is missing', 'is not one', 'is invalid'"),
        new("(?<!(if|when|unless|where|because|while|that) )(there|here) (is|are|was|were) (no|none|nothing|two|twice|one|a|an|only)", "use a verb: 'X exists', 'X is missing', 'X is not configured'", Except: "here"),
        new("(is|are|was|were) (there|here)(?! (a|an|any)\\b)", "'exists', 'is available', 'is present', 'appears'", Except: @"\w+ (there|here) (is|are|a|an|any)\b"),
        new("there twice", "'duplicate X'"),
        new("stands? (in|at|for itself|there|here|before|after|behind|beside|on|under|between|above|below)", "'is in', 'is stored in', 'precedes', 'follows'", Except: "stands? in for"),
        new("(standing|stood) (in|at|there|before|after|behind|beside|on|under)", "'is in', 'is stored in'"),
        new("(lies|lie|lay|lying) (in|at|on|there|here|behind|below|beside|above|between|beyond|under|outside|within)", "'is in', 'is stored in', 'is between'"),
        new("(is|are|was|were|be|been|gets?) told", "'is logged', 'is reported', 'is documented'"),
        new("(?<!(is|are|was|were|be|been|gets?) )told|tells|tell", "'reports', 'indicates', 'shows'", Except: @"tells?( \w+){0,4} (apart|the difference)"),
        new("says?", "'reports', 'shows', 'states', 'responds with'", Except: "says? (so|nothing about)"),
        new("said", "'reported', 'stated'"),
        new("make(s)? no sense", "'is invalid', 'is malformed'"),
        new("no sense", "'is invalid', 'is malformed'"),
        new("mistakes?", "'error', 'validation failure'"),
        new("mend(s|ed|ing)?", "'fix', 'suggestion'"),
        new("known deviations?", "'suppression'"),
        new("(?<!standard )deviations?", "'suppression'", Except: "deviations? (of|from) "),
        new("remarks?", "'diagnostic', 'finding'", Except: "remarks?>"),
        new("the documents?", "name the reference page or the public specification, or drop it", Except: "the document(?= (root|element|object|type|title))", Not: Orchestrator),
        new("(its|their|the system's|system's|a system's) documents?", "name the reference page or the public specification, or drop it", Not: Orchestrator),
        new("nobody|nobody's", "'no one', or make the thing the subject: 'is not read', 'is unused'"),
        new("somebody|somebody's|someone", "name the role: 'a caller', 'a client', 'a user'"),
        new("whoever|whom|those who", "name the role: 'a caller that …'"),
        new("of (its|his|her|their|one's|our) own", "'its own X', 'a dedicated X', 'a separate X'"),
        new("(for|after|in|at|within|every|any|the same|one|a) moment", "'briefly', 'temporarily', 'at one time', or give the time span"),
        new("goes on|go on|going on|went on", "'continues'"),
        new("from now on|from then on", "'subsequently', or name the new state"),
        new("by and by", "'gradually'"),
        new("by itself alone|alone stands", "'alone'"),
        new("is asked|are asked|was asked", "'is queried', 'is called', 'is requested'", Except: @"\w+ asked (for|to)\b"),
        new("hears?|heard", "'receives', 'handles'"),
        new("in vain", "'without effect', 'unsuccessfully'"),
        new("(is|are|was|were) gone", "'no longer exists', 'has ended', 'has been removed'"),
        new("(is|are|was|were) away", "'is unreachable', 'is not running'"),
        new("(and|or) the like", "'and similar', or list them"),
        new("at the (most|least)", "'at most', 'at least'"),
        new("nothing but", "'only'"),
        new("(is|are) let go|let go", "'is released'"),
        new("(is|are) given up|give(s)? up|gave up|given up", "'stops', 'is abandoned', 'times out'"),
        new("break(s)? off|broke off|broken off", "'is truncated', 'is aborted'"),
        new("held back|hold(s)? back", "'inhibited' (alerts), 'deferred'"),
        new("behind a wall", "'behind a firewall'"),
        new("length of time", "'duration'"),
        new("as it is|as they are", "'unchanged', 'verbatim'", Except: @"as (it is|they are) \w+(ed|en|ing)"),
        new("so-called", "drop it"),
        new("(is|are) not concerned", "'is unaffected'"),
        new("ever so|ever again", "drop it"),
        new(@"(?<!questions?( \w+){0,3} |what it )answer(s|ed|ing)?", "'response', 'responds'", Except: @"answer(s|ed)? (\w+ ){0,2}questions?"),
        new("wherefore|whereby|thereby|hereby|therein|herein", "use a plain conjunction"),
        new("patience", "'timeout', 'deadline'"),
        new("silence", "'idle timeout'", Except: @"silences? (in|of) alertmanager"),
        new("nearness", "'edit distance'"),
        new("halv(e|es|ed|ing)", "'binary search', 'divide in half'", Except: "halves of"),
        new("crew|contestants?|reach|reaches", "plain benchmark terms: 'threads', 'libraries', 'target'", Only: "bench/"),
        new("walks?|walked", "'collects', 'collection', 'traverses'", Only: "src/Vernier/"),
        new("beside", "'next to', 'in addition to', 'except'"),
        new("begins? anew|anew", "'again', 'from the start'"),
        new("no one's|everybody|everybody's", "name the role"),
        new("spelt|learnt|burnt|dreamt", "US spelling: 'spelled', 'learned'"),
        new("behaviours?|colours?|coloured|neighbours?|neighbouring|favours?|favoured|favourites?|honours?|honoured|rigour|labours?", "US spelling: '-or'"),
        new("catalogues?|dialogues?|analogues?", "US spelling: 'catalog', 'dialog'"),
        new("(un)?labell(ed|ing)|(un)?modell(ed|ing)|signall(ed|ing)|travell(ed|ing)|channell(ed|ing)|tunnell(ed|ing)|fuell(ed|ing)|levell(ed|ing)", "US spelling with one l"),
        new("cancell(ed|ing)", "US spelling with one l", Not: Orchestrator),
        new("licences?|defences?|offences?", "US spelling: 'license', 'defense'"),
        new("(un|re|de|pre)?(recogn|initial|serial|normal|organ|real|optim|minim|maxim|synchron|author|custom|general|special|util|token|capital|final|visual|parameter|summar|categor|emphas|stabil|standard|character|material|canonical|general)is(e|es|ed|ing|ation|ations|er|ers)", "US spelling: '-ize'"),
        new("analys(e|es|ed|ing)|catalys(e|es|ed|ing)", "US spelling: '-yze'", Except: "analyses? (of|is|are)"),
        new("centres?|centred|metres?|kilometres?|fibres?", "US spelling: 'center'"),
        new("grey|whilst|amongst|fulfil|fulfils|artefacts?|programmes?|judgements?|ageing|tyres?", "US spelling"),
    ];

    /// <summary>Rules for names in code.</summary>
    public static IReadOnlyList<LanguageRule> Names { get; } =
    [
        new("mistakes?", "Error, Failure"),
        new("mend(s|ed)?", "Fix, Suggestion"),
        new("remarks?", "Diagnostic, Finding"),
        new("(?<!standard )deviations?", "Suppression"),
        new("patience|silence", "IdleTimeout, ActivityTimeout, Deadline"),
        new("nearness", "EditDistance"),
        new("halved?|halves", "BinarySearch"),
        new("answers?|answered", "Response"),
        new("told|tells?", "Logged, Reported"),
        new("sampler", "Callback", Only: "src/Vernier/"),
        new("walk", "Collect", Only: "src/Vernier/"),
        new("crew|contestants?|contest|effort|reach|reaches", "plain benchmark terms", Only: "bench/"),
        new("spelt|colours?|behaviours?|catalogues?|labelled|licences?|neighbours?", "US spelling"),
        new("cancelled", "US spelling", Not: Orchestrator),
        new("FewValues", "InlineLabelValues"),
        new("CoarseClock", "CachedClock"),
        new("PassedHeaders|OfOneConnection", "ForwardedHeaders, HopByHopHeaders"),
        new("KeptStream|ClaimOf|GivenUp", "a .NET name for what it does"),
    ];
}
