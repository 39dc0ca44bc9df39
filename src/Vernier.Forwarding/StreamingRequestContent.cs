using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;

namespace Vernier.Forwarding;

/// <summary>The body of a client's request as content of the request to the destination: it is sent while it arrives, and can be sent once.</summary>
/// <param name="request">The client's request.</param>
/// <param name="activity">The timeout of the exchange.</param>
/// <param name="sent">Called for each part after it was sent; may be null.</param>
internal sealed class StreamingRequestContent(HttpRequest request, ActivityTimeout activity, CopiedBytes? sent) : ForwardedContent
{
    private readonly long? _length = request.ContentLength;
    private bool _isConsumed;

    /// <summary>Gets the result of sending, or of draining after it; null until then.</summary>
    public CopyResult? Result { get; private set; }

    /// <summary>Reads what is left of the body, without sending it, to find out whether it is valid.</summary>
    public async ValueTask DrainAsync()
    {
        if (Result is { End: CopyEnd.Complete or CopyEnd.Source } || activity.Token.IsCancellationRequested)
            return;
        var rest = await StreamCopier.CopyAsync(request.Body, Stream.Null, activity, flushesWhenIdle: false, null, activity.Token).ConfigureAwait(false);
        Result = rest with { Bytes = Result?.Bytes ?? 0 };
    }

    protected override async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_isConsumed)
            throw new InvalidOperationException("The request body was already sent and is not buffered, so it cannot be sent again.");
        _isConsumed = true;

        // With HTTP/2 the token belongs to the stream and is not linked with the one that the caller passed.
        using var linked = cancellationToken.CanBeCanceled && cancellationToken != activity.Token
            ? CancellationTokenSource.CreateLinkedTokenSource(activity.Token, cancellationToken)
            : null;
        var token = linked?.Token ?? activity.Token;
        var result = await StreamCopier.CopyAsync(request.Body, stream, activity, flushesWhenIdle: true, sent, token).ConfigureAwait(false);

        // A read that is canceled because the destination no longer wants the body is not a failure of the client.
        if (result is { End: CopyEnd.Source, Exception: OperationCanceledException } && !activity.Token.IsCancellationRequested)
            result = result with { End = CopyEnd.Destination };
        Result = result;

        // The handler must recognize its own cancellation, so the exception is not wrapped.
        if (result.Exception is { } exception)
            ExceptionDispatchInfo.Throw(exception);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
