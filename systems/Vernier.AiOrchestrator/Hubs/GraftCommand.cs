namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The argument of <see cref="RunHub.Graft"/>.</summary>
/// <param name="Agent">The graft agent, for example <c>tester-v1</c>.</param>
/// <param name="After">The agent of the pipeline that it follows, for example <c>DEVELOPER</c>.</param>
/// <param name="TimeoutMs">Its timeout in milliseconds, or null for the one of the graft agent.</param>
internal sealed record GraftCommand(string? Agent, string? After, int? TimeoutMs);
