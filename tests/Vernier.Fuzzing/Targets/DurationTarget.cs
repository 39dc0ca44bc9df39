using Vernier.PromQL.Language;

namespace Vernier.Fuzzing.Targets;

/// <summary>Durations. What parses is printed and parsed again to the same duration.</summary>
internal sealed class DurationTarget : FuzzTarget
{
    public override string Name => "duration";

    public override IReadOnlyList<string> Corpus => ["1y2w3d4h5m6s7ms", "292y", "0s", "90m", "0001ms", "9223372036854ms"];

    public override IReadOnlyList<string> Dictionary => ["y", "w", "d", "h", "m", "s", "ms", "0", "9"];

    public override bool Run(string input)
    {
        if (!PrometheusDuration.TryParse(input, out var duration))
            return false;
        Require(duration >= TimeSpan.Zero, "a duration is negative");
        Require(PrometheusDuration.TryParse(PrometheusDuration.Format(duration), out var formatted) && formatted == duration, "a formatted duration is another one");
        Require(PrometheusDuration.TryParse(new PromQLDuration(duration).ToString(), out var printed) && printed == duration, "a printed duration is another one");
        return true;
    }
}
