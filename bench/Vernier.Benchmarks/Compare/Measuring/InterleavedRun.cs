using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>
/// Measures the libraries of one row in turns: in each round every library runs one batch, and the starting library rotates. Disturbances of the machine
/// therefore affect all libraries equally.
/// </summary>
internal sealed class InterleavedRun : IDisposable
{
    private readonly IReadOnlyList<Library> _created = AllLibraries.Create();
    private readonly List<MeasuredLibrary> _measured = [];

    /// <summary>Adds each library that supports the operation.</summary>
    /// <param name="prepare">Returns the operation of a library; null when the library does not support it.</param>
    public InterleavedRun(Func<Library, Runner?> prepare)
    {
        foreach (var library in _created)
        {
            if (prepare(library) is { } runner)
                _measured.Add(new(library.Kind, runner));
        }
    }

    /// <summary>Creates a run on one thread.</summary>
    public static InterleavedRun OnOneThread(Func<Library, Action<int>?> loop) => new(library => loop(library) is { } operation ? new SingleThread(operation) : null);

    /// <summary>Adds a baseline that only this row uses.</summary>
    public void AddReference(Runner runner) => _measured.Add(new(LibraryKind.Reference, runner));

    public Dictionary<LibraryKind, Measurement> Run(RunSettings settings)
    {
        WarmUp[] warm = [.. _measured.Select(c => new WarmUp(c.Runner, settings))];
        List<Reading>[] readings = [.. _measured.Select(_ => new List<Reading>(settings.Rounds))];
        for (var round = 0; round < settings.Rounds; round++)
        {
            for (var turn = 0; turn < _measured.Count; turn++)
            {
                var at = (round + turn) % _measured.Count;
                readings[at].Add(_measured[at].Runner.Run(warm[at].Calls));
            }
        }
        return _measured.Index().ToDictionary(c => c.Item.Kind, c => Measurement.Of(readings[c.Index], warm[c.Index].Settled));
    }

    public void Dispose()
    {
        foreach (var library in _measured)
            library.Runner.Dispose();
        foreach (var library in _created)
            library.Dispose();
    }
}

/// <summary>A library and its operation in one row.</summary>
internal sealed record MeasuredLibrary(LibraryKind Kind, Runner Runner);
