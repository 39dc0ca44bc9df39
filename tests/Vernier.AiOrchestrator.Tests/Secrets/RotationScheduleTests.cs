using System.Globalization;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class RotationScheduleTests
{
    [Theory]
    [InlineData("2026-11-21T12:00:00Z", "2026-12-01T02:00:00Z")]
    [InlineData("2026-12-01T01:59:59Z", "2026-12-01T02:00:00Z")]
    [InlineData("2026-12-01T02:00:00Z", "2027-01-01T02:00:00Z")]
    [InlineData("2026-12-01T03:30:00+02:00", "2026-12-01T02:00:00Z")]
    [InlineData("2028-02-01T02:00:00Z", "2028-03-01T02:00:00Z")]
    public void NextAfter_JwtDefault_IsTheFirstOfTheMonthInUtc(string time, string next) => NextAfter(new RotationOptions().Jwt, time).ShouldBe(Parse(next));

    [Theory]
    [InlineData("2026-11-21T12:00:00Z", "2027-01-01T02:00:00Z")]
    [InlineData("2027-01-01T02:00:00Z", "2027-04-01T02:00:00Z")]
    [InlineData("2027-04-01T02:00:00Z", "2027-07-01T02:00:00Z")]
    [InlineData("2027-07-01T02:00:00Z", "2027-10-01T02:00:00Z")]
    [InlineData("2027-10-01T02:00:00Z", "2028-01-01T02:00:00Z")]
    public void NextAfter_OAuth2Default_IsTheFirstOfTheQuarter(string time, string next) => NextAfter(new RotationOptions().Oauth2, time).ShouldBe(Parse(next));

    [Theory]
    [InlineData("monthly")]
    [InlineData("0 2 1 * *")]
    [InlineData("0 0 25 1 * ?")]
    [InlineData("0 0 2 1 * ? 2020")]
    [InlineData("0 0 2 30 2 ?")]
    [InlineData("0//14,18,3-39,52 * ? JAN,MAR,SEP MON-F1-0I 2002- 30")]
    [InlineData("0//14 0 2 1 * ?")]
    [InlineData("0/0 0 2 1 * ?")]
    [InlineData("0 1-1 10 ? * 606#3")]
    [InlineData("0 1 LW 10 *  ?")]
    public void Rotation_InvalidExpression_IsAConfigurationError(string expression)
    {
        var failures = Validate(new RotationOptions { Oauth2 = expression });

        failures.Single().Path.ShouldBe(["Oauth2"]);
        failures.Single().Rule.ShouldStartWith("must be a Quartz cron expression such as '0 0 2 1 * ?'");
    }

    [Theory]
    [InlineData("0/5 14,18,3-39,52 * ? JAN,MAR,SEP MON-FRI")]
    [InlineData("0 15 10 L-2 * ?")]
    [InlineData("0 15 10 LW * ?")]
    [InlineData("0 15 10 15W * ? 2026-2099")]
    [InlineData("0 15 10 ? * 6L")]
    [InlineData("0 15 10 ? * FRI#3")]
    [InlineData("0 0/5 14-18/2 1/5 * ?")]
    public void Rotation_ValidExpression_IsAccepted(string expression) => Validate(new RotationOptions { Oauth2 = expression }).ShouldBeEmpty();

    [Fact]
    public void Rotation_Defaults_AreValid() => Validate(new RotationOptions()).ShouldBeEmpty();

    private static IReadOnlyList<RuleViolation> Validate(RotationOptions options)
    {
        System.ComponentModel.DataAnnotations.IValidatableObject validatable = options;
        return [.. validatable.Validate(new(options)).Cast<RuleViolation>()];
    }

    private static DateTimeOffset? NextAfter(string expression, string time) => new RotationSchedule(expression).NextAfter(Parse(time));

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
