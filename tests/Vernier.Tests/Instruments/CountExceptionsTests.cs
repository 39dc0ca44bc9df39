using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class CountExceptionsTests
{
    private readonly Counter _counter = Scraping.NewRegistry().Counter("a_total", "Help.");
    private readonly InvalidOperationException _failure = new("out of order");

    [Fact]
    public void CountExceptions_Success_CountsNothing()
    {
        var done = false;
        _counter.CountExceptions(() => { done = true; });
        done.ShouldBeTrue();
        _counter.CountExceptions(() => 42).ShouldBe(42);
        _counter.Value.ShouldBe(0);
    }

    [Fact]
    public void CountExceptions_Failure_IsCountedAndThrown()
    {
        Should.Throw<InvalidOperationException>(() => _counter.CountExceptions(Fail)).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => _counter.CountExceptions(FailWithResult)).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(2);
        _failure.StackTrace!.ShouldContain(nameof(FailWithResult));
    }

    [Fact]
    public void CountExceptions_Filter_CountsAcceptedExceptions()
    {
        Should.Throw<InvalidOperationException>(() => _counter.CountExceptions(Fail, e => e is TimeoutException));
        _counter.Value.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => _counter.CountExceptions(FailWithResult, e => e.Message == "out of order"));
        _counter.Value.ShouldBe(1);
    }

    [Fact]
    public void CountExceptions_FailingFilter_DoesNotHideTheException()
    {
        Should.Throw<InvalidOperationException>(() => _counter.CountExceptions(Fail, _ => throw new TimeoutException())).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(0);
    }

    [Fact]
    public async Task CountExceptionsAsync_Success_CountsNothing()
    {
        await _counter.CountExceptionsAsync(async () => await Task.Yield());
        (await _counter.CountExceptionsAsync(async () =>
        {
            await Task.Yield();
            return 42;
        })).ShouldBe(42);
        _counter.Value.ShouldBe(0);
    }

    [Fact]
    public async Task CountExceptionsAsync_Failure_IsCountedAndThrown()
    {
        (await Should.ThrowAsync<InvalidOperationException>(_counter.CountExceptionsAsync(FailLater))).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(1);
        (await Should.ThrowAsync<InvalidOperationException>(_counter.CountExceptionsAsync(FailLaterWithResult))).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(2);
    }

    [Fact]
    public async Task CountExceptionsAsync_FailureBeforeTheFirstAwait_IsCounted()
    {
        (await Should.ThrowAsync<InvalidOperationException>(_counter.CountExceptionsAsync(() => throw _failure))).ShouldBeSameAs(_failure);
        _counter.Value.ShouldBe(1);
    }

    [Fact]
    public async Task CountExceptionsAsync_Filter_CountsAcceptedExceptions()
    {
        await Should.ThrowAsync<InvalidOperationException>(_counter.CountExceptionsAsync(FailLater, e => e is TimeoutException));
        _counter.Value.ShouldBe(0);
        await Should.ThrowAsync<InvalidOperationException>(_counter.CountExceptionsAsync(FailLaterWithResult, e => e is InvalidOperationException));
        _counter.Value.ShouldBe(1);
    }

    [Fact]
    public async Task CountExceptionsAsync_Cancellation_IsThrownAsCancellation()
    {
        var canceled = new CancellationToken(canceled: true);
        var work = _counter.CountExceptionsAsync(() => Task.FromCanceled(canceled), e => e is not OperationCanceledException);
        await Should.ThrowAsync<TaskCanceledException>(work);
        work.IsCanceled.ShouldBeTrue();
        _counter.Value.ShouldBe(0);
    }

    private void Fail() => throw _failure;

    private int FailWithResult() => throw _failure;

    private async Task FailLater()
    {
        await Task.Yield();
        throw _failure;
    }

    private async Task<int> FailLaterWithResult()
    {
        await Task.Yield();
        throw _failure;
    }
}
