using System.Runtime.ExceptionServices;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// Something that is read once per collection and supplies the values of several metrics, such as a file or a table of statistics. Create it with
/// <see cref="MetricRegistryCallbackExtensions.CallbackSource"/> and pass it to the callback methods of the same registry. Use it where several
/// metrics come from one expensive or consistent reading; for a single value, register a callback directly.
/// </summary>
/// <typeparam name="TSample">The type of one reading.</typeparam>
public sealed class CallbackSource<TSample>
{
    private readonly object _owner;
    private readonly Func<TSample> _read;
    private long _collection;
    private TSample? _sample;
    private ExceptionDispatchInfo? _failure;

    internal CallbackSource(object owner, FamilySettings settings, string name, Func<TSample> read)
    {
        _owner = owner;
        Name = name;
        Collector = new Collector(name, settings.Time, settings.CallbackTimeout, isShared: true);
        _read = read;
    }

    /// <summary>Gets the name under which failures of the source are counted and reported.</summary>
    public string Name { get; }

    /// <summary>Lets one collection at a time read the source and the metrics that use it.</summary>
    internal Collector Collector { get; }

    /// <summary>Throws if the source belongs to another registry, whose collections are numbered independently.</summary>
    internal void RequireOwner(object owner)
    {
        if (owner != _owner)
            throw new ArgumentException($"The callback source '{Name}' was created by another registry.");
    }

    /// <summary>
    /// Gets the sample of a collection. The first caller reads it; a failure is the same for all callers. The collector is entered.
    /// </summary>
    internal TSample Read(long collection)
    {
        if (collection != _collection)
        {
            _collection = collection;
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
