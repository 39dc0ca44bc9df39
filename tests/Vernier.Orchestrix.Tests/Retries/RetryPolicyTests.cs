using Vernier.Orchestrix.Retries;

namespace Vernier.Orchestrix.Tests.Retries;

public class RetryPolicyTests
{
    // 1 s doubled each time, with the jitter 1.0, 1.1, 0.9 for attempts 1, 2, 3, and so on; 64 s and more are cut to 60 s.
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 2.2)]
    [InlineData(3, 3.6)]
    [InlineData(4, 8.0)]
    [InlineData(6, 28.8)]
    [InlineData(7, 60)]
    [InlineData(5000, 60)]
    public void DelayAfter_ExponentialDefaults_DoublesWithJitterUpToTheMaximum(int attempt, double seconds) =>
        new ExponentialRetryPolicy().DelayAfter(attempt).TotalSeconds.ShouldBe(seconds, 1e-6);

    [Fact]
    public void DelayAfter_ExponentialCloseToTheMaximum_JitterDoesNotExceedIt()
    {
        var policy = new ExponentialRetryPolicy { InitialDelay = TimeSpan.FromSeconds(29), MaxDelay = TimeSpan.FromSeconds(60) };

        policy.DelayAfter(2).ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    [InlineData(3, 8)]
    [InlineData(4, 10)]
    public void DelayAfter_Linear_GrowsByTheIncrement(int attempt, double seconds)
    {
        var policy = new LinearRetryPolicy
        {
            InitialDelay = TimeSpan.FromSeconds(2),
            Increment = TimeSpan.FromSeconds(3),
            MaxDelay = TimeSpan.FromSeconds(10),
        };

        policy.DelayAfter(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void DelayAfter_Fixed_IsTheInterval(int attempt) =>
        new FixedRetryPolicy { Interval = TimeSpan.FromSeconds(7) }.DelayAfter(attempt).ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void MaxRetries_Default_IsThree() => new FixedRetryPolicy().MaxRetries.ShouldBe(3);

    [Theory]
    [MemberData(nameof(Policies))]
    public void DelayAfter_AttemptZero_Throws(RetryPolicy policy) => Should.Throw<ArgumentOutOfRangeException>(() => policy.DelayAfter(0));

    [Fact]
    public void Init_InvalidValue_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new FixedRetryPolicy { MaxRetries = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new FixedRetryPolicy { Interval = TimeSpan.FromTicks(-1) });
        Should.Throw<ArgumentOutOfRangeException>(() => new LinearRetryPolicy { Increment = TimeSpan.FromTicks(-1) });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialRetryPolicy { Multiplier = 0.5 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialRetryPolicy { Multiplier = double.NaN });
    }

    public static TheoryData<RetryPolicy> Policies => [new ExponentialRetryPolicy(), new LinearRetryPolicy(), new FixedRetryPolicy()];
}
