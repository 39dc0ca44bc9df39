namespace Vernier.Testing.Parsing;

/// <summary>The types of both formats. 0.0.4 spells <see cref="Unknown"/> "untyped" and has neither gauge histograms, infos nor state sets.</summary>
internal enum ParsedFamilyType
{
    Unknown,
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
}
