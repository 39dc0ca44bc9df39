using Vernier.AiOrchestrator.Configuration;

namespace Vernier.Fuzzing.Targets;

/// <summary>Cron expressions of the rotation of secrets.</summary>
internal sealed class CronTarget : FuzzTarget
{
    public override string Name => "cron";

    public override IReadOnlyList<string> Corpus => ["0 0 2 1 * ?", "0/5 14,18,3-39,52 * ? JAN,MAR,SEP MON-FRI 2002-2030", "0 15 10 L-2 * ?", "0 15 10 ? * 6L", "0 0 12 1W * ?", "0 15 10 ? * 6#3"];

    public override IReadOnlyList<string> Dictionary => ["*", "?", "/", "-", ",", "L", "W", "LW", "#", " ", "JAN", "MON", "2099", "59", "60", "/0"];

    public override bool Run(string input) => RotationSchedule.FindError(input) is null;
}
