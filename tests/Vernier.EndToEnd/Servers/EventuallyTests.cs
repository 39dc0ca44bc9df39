namespace Vernier.EndToEnd.Servers;

public class EventuallyTests
{
    [Fact]
    public async Task GetAsync_ConditionComesAfterFailures_ReturnsTheFirstAcceptedObservation()
    {
        var looks = 0;
        var seen = await Eventually.GetAsync("three", _ => ++looks == 1 ? throw new IOException("not yet") : Task.FromResult(looks), seen => seen >= 3);
        seen.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_ConditionNeverComes_FailsWithExpectationAndLastObservation()
    {
        var wait = Eventually.GetAsync("the answer is 42", _ => Task.FromResult(41), seen => seen == 42, TimeSpan.FromMilliseconds(200));
        (await wait.ShouldThrowAsync<TimeoutException>()).Message.ShouldBe("Not within 0.2 s: the answer is 42. Last seen: 41.");
    }

    [Fact]
    public async Task GetAsync_ObservationHangs_FailsAtTheDeadline()
    {
        var wait = Eventually.TrueAsync("it answers", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return true;
        }, TimeSpan.FromMilliseconds(200));
        await wait.ShouldThrowAsync<TimeoutException>();
    }
}
