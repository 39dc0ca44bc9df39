namespace Vernier.Host.Demo.Orchestrator;

/// <summary>What a watcher of a run does in addition to acknowledging its events.</summary>
/// <param name="UsesLongPolling">Whether it uses long polling, as if WebSockets were blocked.</param>
/// <param name="LosesConnection">Whether it loses its connection once, and resumes its session.</param>
/// <param name="Command">What it does when the run starts.</param>
internal sealed record WatchPlan(bool UsesLongPolling = false, bool LosesConnection = false, WatchCommand Command = WatchCommand.None)
{
    /// <summary>The plan of the nth run; null if no one watches it.</summary>
    public static WatchPlan? Of(int number) => (number % 12) switch
    {
        1 => new WatchPlan(),
        2 => new WatchPlan(Command: WatchCommand.Graft),
        4 => new WatchPlan(LosesConnection: true),
        5 => new WatchPlan(UsesLongPolling: true),
        7 => new WatchPlan(Command: number % 24 == 7 ? WatchCommand.FlagAndApprove : WatchCommand.FlagAndDeny),
        8 => new WatchPlan(Command: WatchCommand.Prune),
        10 => new WatchPlan(LosesConnection: true),
        _ => null,
    };
}

/// <summary>What a watcher does when the run starts.</summary>
internal enum WatchCommand
{
    None,
    Graft,
    Prune,
    FlagAndApprove,
    FlagAndDeny,
}
