namespace Vernier.EndToEnd.Servers;

public class EventuallyTests
{
    [Fact]
    public async Task GetAsync_ConditionMetAfterFailures_ReturnsTheFirstAcceptedObservation()
    {
        var attempts = 0;
        var observed = await Eventually.GetAsync("three", _ => ++attempts == 1 ? throw new IOException("not yet") : Task.FromResult(attempts), value => value >= 3);
        observed.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_ConditionNeverMet_FailsWithExpectationAndLastObservation()
    {
        var wait = Eventually.GetAsync("the value is 42", _ => Task.FromResult(41), value => value == 42, TimeSpan.FromMilliseconds(200));
        (await wait.ShouldThrowAsync<TimeoutException>()).Message.ShouldBe("Condition not met within 0.2 s: the value is 42. Last observation: 41.");
    }

    [Fact]
    public async Task GetAsync_ObservationHangs_FailsAtTheDeadline()
    {
        var wait = Eventually.TrueAsync("the observation returns", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return true;
        }, TimeSpan.FromMilliseconds(200));
        await wait.ShouldThrowAsync<TimeoutException>();
    }
}
