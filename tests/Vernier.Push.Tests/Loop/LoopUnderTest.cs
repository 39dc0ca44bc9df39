using System.Threading.Channels;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;
using Vernier.Testing;

namespace Vernier.Push.Tests.Loop;

/// <summary>A loop with a manual clock, whose push attempts are completed by the test.</summary>
internal sealed class LoopUnderTest
{
    private readonly Channel<Try> _tries = Channel.CreateUnbounded<Try>();
    private readonly CounterFamily<PushLabels> _pushes;

    public LoopUnderTest(Action<PushgatewayOptions>? configure = null)
    {
        Registry = Scraping.NewRegistry(Time);
        _pushes = Registry.Counter(PushCatalog.Pushes);
        Options = new PushgatewayOptions { MaxRetries = 2, BreakerThreshold = 5 };
        configure?.Invoke(Options);
        Loop = new PushLoop("target", PushAsync, Registry, Options, Log);
    }

    public ManualTime Time { get; } = new();

    public MetricRegistry Registry { get; }

    public PushgatewayOptions Options { get; }

    public RecordingLogger<PushLoop> Log { get; } = new();

    public PushLoop Loop { get; }

    /// <summary>The maximum number of concurrent attempts.</summary>
    public int MostAtATime { get; private set; }

    /// <summary>The number of started attempts that the test has not taken.</summary>
    public int Waiting => _tries.Reader.Count;

    private int _running;

    /// <summary>Waits for the next attempt.</summary>
    public async Task<Try> NextTryAsync() => await _tries.Reader.ReadAsync().AsTask().WithTimeout();

    /// <summary>Completes the next attempt.</summary>
    public async Task RespondAsync(PushResult result) => (await NextTryAsync()).Respond(result);

    /// <summary>Waits until the loop waits, advances the clock to the end of the wait, and returns its duration.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var due = await Time.NextTimerAsync();
        Time.Advance(due);
        return due;
    }

    public double Count(PushOutcome outcome) => _pushes.With(new("target", outcome)).Value;

    public bool BreakerIs(string state) => Registry.StateSetFamily(PushCatalog.Breaker).With("target").IsOn(state);

    private async Task<PushResult> PushAsync(CancellationToken cancellation)
    {
        MostAtATime = Math.Max(MostAtATime, Interlocked.Increment(ref _running));
        try
        {
            var one = new Try(cancellation);
            _tries.Writer.TryWrite(one);
            return await one.Result.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
