using Vernier.Push.Pushgateway;

namespace Vernier.Push.Tests.Pushgateway;

public class PushgatewayOptionsTests
{
    [Fact]
    public void Validate_UrlAndJob_AreEnough() => Failures(_ => { }).ShouldBeEmpty();

    [Fact]
    public void Validate_Nothing_NamesUrlAndJob()
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
    public void Validate_UrlThatIsNone_IsNamed(string url) =>
        Failures(options => options.Url = new Uri(url, UriKind.RelativeOrAbsolute)).ShouldHaveSingleItem().ShouldContain("Url");

    [Fact]
    public void Validate_PasswordInTheUrl_IsRefusedAndNotShown()
    {
        var failure = Failures(options => options.Url = new Uri("http://ali:sesame@host")).ShouldHaveSingleItem();
        failure.ShouldContain("BasicAuthPassword");
        failure.ShouldNotContain("sesame");
    }

    [Fact]
    public void Validate_ManyMistakes_TellsEachWithItsValue()
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
        failures[0].ShouldBe("Interval: is 00:00:00.9990000; it must be from 00:00:01 to 1.00:00:00.");
    }

    [Theory]
    [InlineData("ali", null, null)]
    [InlineData(null, "sesame", null)]
    [InlineData("ali", "sesame", "token")]
    [InlineData("a:li", "sesame", null)]
    [InlineData("ali", "ses\name", null)]
    [InlineData(null, null, "to ken sesame")]
    public void Validate_CredentialsThatDoNotFit_AreNamedButNotShown(string? user, string? password, string? token)
    {
        var failure = Failures(options => (options.BasicAuthUser, options.BasicAuthPassword, options.BearerToken) = (user, password, token)).ShouldHaveSingleItem();
        failure.ShouldNotContain("ses");
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
    public void Validate_NameInTheGroupingKeyThatIsNoLabel_IsNamed(string name) =>
        Failures(options => options.GroupingKey[name] = "v").ShouldHaveSingleItem().ShouldContain($"'{name}'");

    private static string[] Failures(Action<PushgatewayOptions> change)
    {
        var options = new PushgatewayOptions { Url = new Uri("http://localhost:9091"), Job = "j" };
        change(options);
        return [.. new PushgatewayOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
