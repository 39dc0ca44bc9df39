using System.Text;

namespace Vernier.Forwarding.Tests;

public class StreamCopierTests
{
    private readonly ActivityTimeout.Pool _timeouts = new(TimeProvider.System);

    [Fact]
    public async Task Copy_EachPart_IsAwaitedByAZeroByteReadAndFlushed()
    {
        using var activity = _timeouts.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
        var source = new PartsStream("one", "two");
        var destination = new RecordingStream();

        var result = await StreamCopier.CopyAsync(source, destination, activity, flushesWhenIdle: false, null, activity.Token);

        result.ShouldBe(new CopyResult(CopyEnd.Complete, 6, null));
        source.Reads.ShouldBe([0, 65536, 0, 65536, 0, 65536]);
        destination.Log.ShouldBe(["one", "flush", "two", "flush"]);
    }

    [Fact]
    public async Task Copy_SourceFails_IsTheSourcesFailure()
    {
        using var activity = _timeouts.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
        var source = new PartsStream("one", "") { Failure = new IOException("source") };

        var result = await StreamCopier.CopyAsync(source, Stream.Null, activity, flushesWhenIdle: false, null, activity.Token);

        result.ShouldBe(new CopyResult(CopyEnd.Source, 3, source.Failure));
    }

    [Fact]
    public async Task Copy_DestinationFails_IsTheDestinationsFailure()
    {
        using var activity = _timeouts.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
        var destination = new RecordingStream { Failure = new IOException("destination") };

        var result = await StreamCopier.CopyAsync(new PartsStream("one"), destination, activity, flushesWhenIdle: false, null, activity.Token);

        result.ShouldBe(new CopyResult(CopyEnd.Destination, 0, destination.Failure));
    }

    [Fact]
    public async Task Copy_ObserverFails_Throws()
    {
        using var activity = _timeouts.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);

        await Should.ThrowAsync<InvalidOperationException>(
            () => StreamCopier.CopyAsync(new PartsStream("one"), Stream.Null, activity, false, _ => throw new InvalidOperationException(), activity.Token).AsTask());
    }

    private sealed class PartsStream(params string[] parts) : RecordingStream
    {
        private int _next;

        public List<int> Reads { get; } = [];

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads.Add(buffer.Length);
            if (buffer.Length == 0)
                return ValueTask.FromResult(0);
            if (_next == parts.Length)
                return ValueTask.FromResult(0);
            var part = parts[_next++];
            return part.Length == 0 ? ValueTask.FromException<int>(Failure!) : ValueTask.FromResult(Encoding.ASCII.GetBytes(part, buffer.Span));
        }
    }

    private class RecordingStream : MemoryStream
    {
        public List<string> Log { get; } = [];

        public IOException? Failure { get; init; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Log.Add(Encoding.ASCII.GetString(buffer.Span));
            return Failure is null ? ValueTask.CompletedTask : ValueTask.FromException(Failure);
        }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Log.Add("flush");
            return Task.CompletedTask;
        }
    }
}
