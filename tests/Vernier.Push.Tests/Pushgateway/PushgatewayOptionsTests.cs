using Vernier.Push.Pushgateway;

namespace Vernier.Push.Tests.Pushgateway;

public class PushgatewayOptionsTests
{
    [Fact]
    public void Validate_UrlAndJob_Succeeds() => Failures(_ => { }).ShouldBeEmpty();

    [Fact]
    public void Validate_Defaults_ReportsUrlAndJob()
    {
        var result = new PushgatewayOptionsValidator().Validate(null, new PushgatewayOptions());
        result.Failures!.Count().ShouldBe(2);
        result.FailureMessage!.ShouldContain("Url");
        result.FailureMessage!.ShouldContain("Job");
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("localhost:9091")]
    [InlineData("ftp://host")]
    [InlineData("http://host/#part")]
    [InlineData("http://host/metrics/job/j")]
    public void Validate_InvalidUrl_IsReported(string url) =>
        Failures(options => options.Url = new Uri(url, UriKind.RelativeOrAbsolute)).ShouldHaveSingleItem().ShouldContain("Url");

    [Fact]
    public void Validate_PasswordInTheUrl_IsRejectedAndNotShown()
    {
        var failure = Failures(options => options.Url = new Uri("http://ali:hunter2@host")).ShouldHaveSingleItem();
        failure.ShouldContain("BasicAuthPassword");
        failure.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Validate_ManyErrors_ReportsEachWithItsValue()
    {
        var failures = Failures(options =>
        {
            options.Interval = TimeSpan.FromMilliseconds(999);
            options.Timeout = TimeSpan.Zero;
            options.MaxRetries = -1;
            options.RetryDelay = TimeSpan.Zero;
            options.BreakerThreshold = 0;
            options.BreakDuration = TimeSpan.Zero;
            options.ShutdownTimeout = TimeSpan.FromDays(1);
        });
        failures.Length.ShouldBe(7);
        failures[0].ShouldBe("Interval: invalid value '00:00:00.9990000'; must be between 00:00:01 and 1.00:00:00.");
    }

    [Theory]
    [InlineData("ali", null, null)]
    [InlineData(null, "hunter2", null)]
    [InlineData("ali", "hunter2", "token")]
    [InlineData("a:li", "hunter2", null)]
    [InlineData("ali", "hun\ter2", null)]
    [InlineData(null, null, "to ken hunter2")]
    public void Validate_InvalidCredentials_AreReportedButNotShown(string? user, string? password, string? token)
    {
        var failure = Failures(options => (options.BasicAuthUser, options.BasicAuthPassword, options.BearerToken) = (user, password, token)).ShouldHaveSingleItem();
        failure.ShouldNotContain("ter2");
        failure.ShouldNotContain("to ken");
    }

    [Theory]
    [InlineData("")]
    [InlineData("job")]
    [InlineData("instance")]
    [InlineData("1st")]
    [InlineData("__name__")]
    [InlineData("a-b")]
    [InlineData("name\n")]
    public void Validate_InvalidLabelNameInTheGroupingKey_IsReported(string name) =>
        Failures(options => options.GroupingKey[name] = "v").ShouldHaveSingleItem().ShouldContain($"'{name}'");

    private static string[] Failures(Action<PushgatewayOptions> change)
    {
        var options = new PushgatewayOptions { Url = new Uri("http://localhost:9091"), Job = "j" };
        change(options);
        return [.. new PushgatewayOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
