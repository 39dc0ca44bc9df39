using Microsoft.Extensions.Configuration;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Tests.Models;

public sealed class ModelOptionsTests
{
    [Fact]
    public void Read_Nothing_HasTheDocumentedDefaults()
    {
        var options = Read(out var failures);

        failures.ShouldBeEmpty();
        (options.Budget.MaxPerRunUsd, options.Budget.MaxPerDayUsd, options.Budget.DowngradeThreshold).ShouldBe((100, 500, 0.8));
        (options.CircuitBreaker.FailureRatio, options.CircuitBreaker.MinCalls, options.CircuitBreaker.BreakDuration).ShouldBe((0.5, 4, TimeSpan.FromSeconds(25)));
        options.Secondary.ShouldBeNull();
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Read_AllKeys_AreBound()
    {
        var options = Read(
            out var failures, "primary:url=https://one/v1", "primary:api_key=k", "primary:model=m", "primary:models:LOW=cheap", "primary:models:very_high=best",
            "primary:input_price=0.1", "primary:output_price=0.2", "secondary:url=https://two/v1", "timeout=30", "max_response_bytes=2048",
            "circuit_breaker:failure_ratio=0.25", "circuit_breaker:min_calls=2", "circuit_breaker:sampling_duration=60", "circuit_breaker:break_duration=0.5",
            "prices:m:input=1", "prices:m:output=2", "budget:max_per_run_usd=0", "budget:max_per_day_usd=7.5", "budget:downgrade_threshold=1");

        failures.ShouldBeEmpty();
        (options.Primary.Url, options.Primary.ApiKey, options.Primary.Model, options.Primary.InputPrice, options.Primary.OutputPrice).ShouldBe(
            (new Uri("https://one/v1"), "k", "m", 0.1, 0.2));
        options.Primary.Models.ShouldBe(new Dictionary<string, string> { ["LOW"] = "cheap", ["very_high"] = "best" }, ignoreOrder: true);
        (options.Secondary!.Url, options.Timeout, options.MaxResponseBytes).ShouldBe((new Uri("https://two/v1"), TimeSpan.FromSeconds(30), 2048));
        (options.CircuitBreaker.FailureRatio, options.CircuitBreaker.MinCalls).ShouldBe((0.25, 2));
        (options.CircuitBreaker.SamplingDuration, options.CircuitBreaker.BreakDuration).ShouldBe((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(0.5)));
        var (model, price) = options.Prices.ShouldHaveSingleItem();
        (model, price.Input, price.Output).ShouldBe(("m", 1, 2));
        (options.Budget.MaxPerRunUsd, options.Budget.MaxPerDayUsd, options.Budget.DowngradeThreshold).ShouldBe((0, 7.5, 1));
    }

    [Theory]
    [InlineData("models:primary:url: invalid value 'ftp://one'; must be an absolute http or https URL without user name, password and fragment.", "primary:url=ftp://one")]
    [InlineData("models:primary:api_key: invalid value '***'; must not contain control characters.", "primary:api_key=a\nb")]
    [InlineData("models:primary:models: invalid value 'HUGE'; must be one of TRIVIAL, LOW, MEDIUM_LOW, MEDIUM, HIGH, VERY_HIGH.", "primary:models:HUGE=m")]
    [InlineData("models:primary:input_price: invalid value '-1'; must be between 0 and 1000.", "primary:input_price=-1")]
    [InlineData("models:primary:output_price: invalid value 'NaN'; must be between 0 and 1000.", "primary:output_price=NaN")]
    [InlineData("models:secondary:url: a value is required.", "secondary:model=m")]
    [InlineData("models:timeout: invalid value '0'; must be between 0.01 and 3600 seconds.", "timeout=0")]
    [InlineData("models:circuit_breaker:min_calls: invalid value '1'; must be between 2 and 1000.", "circuit_breaker:min_calls=1")]
    [InlineData("models:circuit_breaker:failure_ratio: invalid value '0'; must be more than 0 and at most 1.", "circuit_breaker:failure_ratio=0")]
    [InlineData("models:prices:m:input: invalid value '-1'; must be between 0 and 1000.", "prices:m:input=-1")]
    [InlineData("models:budget:max_per_run_usd: invalid value '-0.01'; must be between 0 and 1000000.", "budget:max_per_run_usd=-0.01")]
    [InlineData("models:budget:max_per_day_usd: invalid value 'a lot'; must be a number.", "budget:max_per_day_usd=a lot")]
    [InlineData("models:budget:downgrade_threshold: invalid value '0'; must be more than 0 and at most 1.", "budget:downgrade_threshold=0")]
    [InlineData("models:budget:downgrade_threshold: invalid value '1.01'; must be more than 0 and at most 1.", "budget:downgrade_threshold=1.01")]
    [InlineData("models:budget:max_per_week_usd: unknown key; allowed keys are max_per_run_usd, max_per_day_usd, downgrade_threshold.", "budget:max_per_week_usd=1")]
    public void Read_InvalidValue_IsReported(string failure, params string[] settings)
    {
        Read(out var failures, settings);

        failures.Select(found => found.ToString()).ShouldBe([failure]);
    }

    private static ModelOptions Read(out List<OptionFailure> failures, params string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"models:{pair[0]}", (string?)pair[1]));
        failures = [];
        return ValidatedOptions.Read<AiOrchestratorOptions>(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build(), failures).Models;
    }
}
