using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Hooks;

/// <summary>What the hook bus says in the log.</summary>
internal static partial class HookLog
{
    [LoggerMessage(1, LogLevel.Error, "The hook {Hook} failed on {Event}.")]
    public static partial void HookFailed(ILogger logger, Exception exception, string hook, HookEvent @event);

    [LoggerMessage(2, LogLevel.Warning, "The hooks in the background are too slow: from now on events are dropped until there is room. The first one is {Event}.")]
    public static partial void EventsDropped(ILogger logger, HookEvent @event);
}
