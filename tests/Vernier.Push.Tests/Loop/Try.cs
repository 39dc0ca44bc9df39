using Vernier.Push.Loop;

namespace Vernier.Push.Tests.Loop;

/// <summary>A push attempt that waits for its result from the test.</summary>
internal sealed class Try(CancellationToken cancellation)
{
    private readonly TaskCompletionSource<PushResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<PushResult> Result => _result.Task;

    /// <summary>The token that the loop has passed to the push.</summary>
    public CancellationToken Cancellation => cancellation;

    public void Respond(PushResult result) => _result.SetResult(result);

    public void Throw(Exception exception) => _result.SetException(exception);
}
