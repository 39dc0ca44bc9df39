using Vernier.AspNetCore.Endpoints;
using Vernier.Exposition;

namespace Vernier.Fuzzing.Targets;

/// <summary>The headers Accept and Accept-Encoding, of which invalid parts are ignored.</summary>
internal sealed class AcceptTarget : FuzzTarget
{
    public override string Name => "accept";

    public override IReadOnlyList<string> Corpus =>
    [
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", "text/html, application/xhtml+xml;q=0.9, */*;q=0.8",
        "text/*;q=1.000", "application/openmetrics-text; version=\"1.0.0\"; charset=utf-8", "gzip;q=1, identity;q=0.5, *;q=0", "br, gzip, deflate", "*", "gzip;q=0",
    ];

    public override IReadOnlyList<string> Dictionary => ["q=", ";q=0", ";q=1.0000", ";q=NaN", ";q=-1", ",", ";", "/", "*", "\"", "=", "text/plain", "application/openmetrics-text", "version=", "gzip", "identity", " ", "x-gzip"];

    public override bool Run(string input)
    {
        var ranges = AcceptHeader.Parse(input).ToList();
        Require(ranges.All(range => range.Weight is >= 0 and <= 1), "a weight is not from 0 to 1");
        Require(ExpositionFormat.All.Contains(ExpositionFormat.Negotiate(input, ExpositionFormat.All)), "an unknown format is negotiated");
        AcceptEncoding.PrefersGzip(input);
        return ranges.Count > 0;
    }
}
