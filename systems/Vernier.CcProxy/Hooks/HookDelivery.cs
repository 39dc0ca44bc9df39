namespace Vernier.CcProxy.Hooks;

/// <summary>How a hook gets its events.</summary>
public enum HookDelivery
{
    /// <summary>From a queue, one after the other, while requests go on. When the queue is full the event is dropped and counted. The default.</summary>
    Background,

    /// <summary>
    /// At once, on the thread of the request, so that no event is ever dropped. Only for hooks that do nothing but write to memory: nobody waits
    /// for the end of a task that is not complete when it is returned.
    /// </summary>
    Immediate,
}
