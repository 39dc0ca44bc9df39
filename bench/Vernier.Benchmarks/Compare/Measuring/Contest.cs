using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>
/// The contestants of one row, measured in turns: in each round each one runs a batch of the same size as in all others, and another one
/// begins. So what the machine does meanwhile hits them alike.
/// </summary>
internal sealed class Contest : IDisposable
{
    private readonly IReadOnlyList<Library> _libraries = Libraries.Create();
    private readonly List<Competitor> _competitors = [];

    /// <summary>Lets each library take part that can.</summary>
    /// <param name="enter">What the library does; null when it has no such operation.</param>
    public Contest(Func<Library, Runner?> enter)
    {
        foreach (var library in _libraries)
        {
            if (enter(library) is { } runner)
                _competitors.Add(new(library.Contestant, runner));
        }
    }

    /// <summary>A contest on one thread.</summary>
    public static Contest OnOneThread(Func<Library, Action<int>?> loop) => new(library => loop(library) is { } own ? new SingleThread(own) : null);

    /// <summary>Adds what Vernier is measured against in this row alone.</summary>
    public void AddReference(Runner runner) => _competitors.Add(new(Contestant.Reference, runner));

    public Dictionary<Contestant, Measurement> Run(Effort effort)
    {
        WarmUp[] warm = [.. _competitors.Select(c => new WarmUp(c.Runner, effort))];
        List<Reading>[] readings = [.. _competitors.Select(_ => new List<Reading>(effort.Rounds))];
        for (var round = 0; round < effort.Rounds; round++)
        {
            for (var turn = 0; turn < _competitors.Count; turn++)
            {
                var at = (round + turn) % _competitors.Count;
                readings[at].Add(_competitors[at].Runner.Run(warm[at].Calls));
            }
        }
        return _competitors.Index().ToDictionary(c => c.Item.Contestant, c => Measurement.Of(readings[c.Index], warm[c.Index].Settled));
    }

    public void Dispose()
    {
        foreach (var competitor in _competitors)
            competitor.Runner.Dispose();
        foreach (var library in _libraries)
            library.Dispose();
    }
}
