using Vernier.DicomWebOAuth.Resilience;

namespace Vernier.DicomWebOAuth.Tests.Resilience;

public class BackOffTests
{
    [Fact]
    public void Fixed_AnyRetry_IsTheInitialDelay() => BackOff.Fixed(1.5).ShouldBe(TimeSpan.FromSeconds(1.5));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.5)]
    [InlineData(4, 3)]
    [InlineData(9, 4)]
    public void Linear_Retry_GrowsByTheIncrementUpToTheMaximum(int retry, double seconds) =>
        BackOff.Linear(retry, 1, 0.5, 4).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(4, 10)]
    [InlineData(5000, 10)]
    public void Exponential_Retry_DoublesUpToTheMaximum(int retry, double seconds) =>
        BackOff.Exponential(retry, 1, 2, 10).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Exponential_NoMaximum_IsAtMostOneDay() => BackOff.Exponential(5000, 1, 2, null).ShouldBe(TimeSpan.FromDays(1));

    [Fact]
    public void Exponential_NoInitialDelay_IsZero() => BackOff.Exponential(5000, 0, 2, null).ShouldBe(TimeSpan.Zero);
}
