using System.Runtime.ExceptionServices;

namespace Vernier;

/// <summary>
/// Something that is read once for each scrape and feeds several metrics, such as a file or a table of statistics. Make it with a registry's
/// <c>Sampler</c> and give it to <c>Observe</c>.
/// </summary>
/// <typeparam name="TSample">What one reading yields.</typeparam>
public sealed class Sampler<TSample>
{
    private readonly object _owner;
    private readonly Func<TSample> _read;
    private long _walk;
    private TSample? _sample;
    private ExceptionDispatchInfo? _failure;

    internal Sampler(object owner, string name, Func<TSample> read)
    {
        _owner = owner;
        Name = name;
        _read = read;
    }

    /// <summary>The name under which its failures are counted.</summary>
    public string Name { get; }

    /// <summary>Throws unless this was made by the one in whose walks it will be read: walks of two registries know nothing of each other.</summary>
    internal void RequireOwner(object owner)
    {
        if (owner != _owner)
            throw new ArgumentException($"The sampler '{Name}' was made by another registry.");
    }

    /// <summary>The sample of a walk; the first caller reads it, and a failure is the same for all. Used within one walk at a time.</summary>
    internal TSample Read(long walk)
    {
        if (walk != _walk)
        {
            _walk = walk;
            _failure = null;
            try
            {
                _sample = _read();
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
        _failure?.Throw();
        return _sample!;
    }
}
