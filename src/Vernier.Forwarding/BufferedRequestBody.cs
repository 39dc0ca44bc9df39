using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.Forwarding;

/// <summary>How reading a complete request body ended.</summary>
internal enum BodyReadOutcome
{
    /// <summary>The body is complete.</summary>
    Complete,

    /// <summary>The body is larger than the limit for one body. Respond with 413.</summary>
    TooLarge,

    /// <summary>The bodies in flight use the whole <see cref="BodyBudget"/>. Respond with 503 and Retry-After.</summary>
    BudgetExhausted,

    /// <summary>The body's framing is invalid, or it arrives too slowly. Respond with the status of the <see cref="BadHttpRequestException"/>.</summary>
    Malformed,

    /// <summary>The client disconnected before the end of the body.</summary>
    Disconnected,
}

/// <summary>The result of reading a complete request body.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Body">The body, to be disposed; null unless complete.</param>
/// <param name="Exception">The exception behind a failure, if there is one.</param>
internal readonly record struct BodyReadResult(BodyReadOutcome Outcome, BufferedRequestBody? Body, Exception? Exception = null)
{
    /// <summary>Gets the status of the response if the body is not complete: 413, 503, 499 (which no client receives), 408 or 400.</summary>
    public int FailureStatus => Outcome switch
    {
        BodyReadOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        BodyReadOutcome.BudgetExhausted => StatusCodes.Status503ServiceUnavailable,
        BodyReadOutcome.Disconnected => ForwarderResult.ClientClosedRequest,
        _ => Exception is null ? StatusCodes.Status400BadRequest : RequestFraming.StatusOf(Exception) ?? StatusCodes.Status400BadRequest,
    };

    /// <summary>Gets the message for the client if the body is not complete.</summary>
    /// <param name="maxBytes">The limit for one body.</param>
    public string FailureMessage(long maxBytes) => FailureStatus switch
    {
        StatusCodes.Status413PayloadTooLarge => $"The request body exceeds the limit of {maxBytes} bytes.",
        StatusCodes.Status503ServiceUnavailable => "The memory for request bodies is exhausted. Try again later.",
        StatusCodes.Status408RequestTimeout => "The request body did not arrive in time.",
        ForwarderResult.ClientClosedRequest => "The client disconnected before the end of the request body.",
        _ => "The request body is incomplete or malformed.",
    };
}

/// <summary>
/// A complete request body in pooled segments, which are rented as its bytes arrive: an announced length reserves nothing. Dispose it when the
/// request has ended, to return the memory. Not thread-safe.
/// </summary>
internal sealed class BufferedRequestBody : IDisposable
{
    private const int MinSegmentSize = 4 * 1024;
    private const int MaxSegmentSize = 64 * 1024;

    private readonly BodyBudget _budget;
    private Segment? _first;
    private Segment? _last;

    private BufferedRequestBody(BodyBudget budget) => _budget = budget;

    /// <summary>Gets the number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Gets the bytes; valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySequence<byte> Bytes => _first is null || _last is null ? default : new ReadOnlySequence<byte>(_first, 0, _last, _last.Length);

    /// <summary>Reads the body of a request to its end.</summary>
    /// <param name="http">The request.</param>
    /// <param name="budget">The budget of all requests in flight.</param>
    /// <param name="maxBytes">The limit for this body; it replaces the server's.</param>
    public static async ValueTask<BodyReadResult> ReadAsync(HttpContext http, BodyBudget budget, long maxBytes)
    {
        if (RequestFraming.FindError(http) is { } ambiguous)
            return new BodyReadResult(BodyReadOutcome.Malformed, null, ambiguous);
        if (http.Request.ContentLength > maxBytes)
            return new BodyReadResult(BodyReadOutcome.TooLarge, null);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;

        var body = new BufferedRequestBody(budget);
        var outcome = BodyReadOutcome.Malformed;
        Exception? failure = null;
        try
        {
            outcome = await body.FillAsync(http, maxBytes).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            failure = exception;
            outcome = OutcomeOf(exception, http);
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException || http.RequestAborted.IsCancellationRequested)
        {
            failure = exception;
            outcome = BodyReadOutcome.Disconnected;
        }
        catch (IOException exception)
        {
            // Kestrel reports a chunk size that overflows in this way.
            failure = exception;
        }
        finally
        {
            if (outcome != BodyReadOutcome.Complete)
                body.Dispose();
        }
        return new BodyReadResult(outcome, outcome == BodyReadOutcome.Complete ? body : null, failure);
    }

    /// <summary>Creates content that sends the body. It can be sent again, and must not be sent after <see cref="Dispose"/>.</summary>
    public HttpContent CreateContent() => new BufferedRequestContent(this);

    /// <summary>Returns the memory to the pool and the budget.</summary>
    public void Dispose()
    {
        var segment = _first;
        (_first, _last, Length) = (null, null, 0);
        for (; segment is not null; segment = segment.Following)
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
            _budget.Return(segment.Array.Length);
        }
    }

    private static BodyReadOutcome OutcomeOf(BadHttpRequestException exception, HttpContext http) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => BodyReadOutcome.TooLarge,

        // A body of known length can only end too early. Kestrel reports this before it cancels RequestAborted.
        StatusCodes.Status400BadRequest when http.Request.ContentLength is not null => BodyReadOutcome.Disconnected,
        _ => BodyReadOutcome.Malformed,
    };

    private async ValueTask<BodyReadOutcome> FillAsync(HttpContext http, long maxBytes)
    {
        while (true)
        {
            // Wait for data before renting memory for it.
            if (_last is null or { IsFull: true })
            {
                await http.Request.Body.ReadAsync(Memory<byte>.Empty, http.RequestAborted).ConfigureAwait(false);
                if (!TryAddSegment())
                    return BodyReadOutcome.BudgetExhausted;
            }
            var read = await http.Request.Body.ReadAsync(_last!.Free, http.RequestAborted).ConfigureAwait(false);
            if (read == 0)
                return BodyReadOutcome.Complete;
            _last.Advance(read);
            Length += read;
            if (Length > maxBytes)
                return BodyReadOutcome.TooLarge;
        }
    }

    private bool TryAddSegment()
    {
        var array = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(Length, MinSegmentSize, MaxSegmentSize));
        if (!_budget.TryTake(array.Length))
        {
            ArrayPool<byte>.Shared.Return(array);
            return false;
        }
        var segment = new Segment(array, Length);
        _last?.Append(segment);
        _first ??= segment;
        _last = segment;
        return true;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] array, long runningIndex)
        {
            Array = array;
            RunningIndex = runningIndex;
        }

        public byte[] Array { get; }

        public int Length => Memory.Length;

        public bool IsFull => Length == Array.Length;

        public Memory<byte> Free => Array.AsMemory(Length);

        public Segment? Following => (Segment?)Next;

        public void Advance(int bytes) => Memory = Array.AsMemory(0, Length + bytes);

        public void Append(Segment next) => Next = next;
    }

    private sealed class BufferedRequestContent(BufferedRequestBody body) : ForwardedContent
    {
        protected override async Task SendAsync(Stream stream, CancellationToken cancellationToken)
        {
            foreach (var part in body.Bytes)
                await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
