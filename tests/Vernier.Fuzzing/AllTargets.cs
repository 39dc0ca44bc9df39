using Vernier.Fuzzing.Targets;

namespace Vernier.Fuzzing;

/// <summary>All parsers.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<string> Names { get; } = [.. Create().Select(target => target.Name)];

    /// <summary>Creates a target; null if the name is unknown.</summary>
    public static FuzzTarget? Find(string name) => Create().FirstOrDefault(target => target.Name == name);

    private static FuzzTarget[] Create() =>
    [
        new PromQLTarget(), new RegexTarget(), new DurationTarget(), new NumberTarget(), new LabelTarget(), new ExpositionTarget(), new ConfigurationTarget(),
        new RuleFileTarget(), new DashboardTarget(), new SuppressionsTarget(), new AcceptTarget(), new UsageTarget(), new ControlMessageTarget(), new TokenTarget(),
        new CronTarget(),
    ];
}
