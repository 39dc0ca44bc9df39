using System.Runtime.InteropServices;

namespace Vernier.Exposition;

/// <summary>Calls back after each full garbage collection, so that pools can release memory without a timer.</summary>
internal static class FullCollections
{
    /// <summary>Calls back on the finalizer thread after each full collection, as long as the target is reachable.</summary>
    /// <param name="target">The target, which is held weakly.</param>
    /// <param name="callback">Must be short, and must not throw.</param>
    public static void Notify<T>(T target, Action<T> callback)
        where T : class => _ = new Sentinel<T>(target, callback);

    /// <summary>Unreachable from the start. Each finalization re-registers it, so it is finalized by each collection of the generation that it is in.</summary>
    private sealed class Sentinel<T>(T target, Action<T> callback)
        where T : class
    {
        // A handle, because a WeakReference has a finalizer, which may run first.
        private WeakGCHandle<T> _target = new(target);

        ~Sentinel()
        {
            if (_target.TryGetTarget(out var alive))
            {
                callback(alive);
                GC.ReRegisterForFinalize(this);
            }
            else
            {
                _target.Dispose();
            }
        }
    }
}
