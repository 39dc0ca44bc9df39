using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Server;

namespace Vernier.AspNetCore.Tests.Configuration;

public class ValidatedOptionsTests
{
    [Fact]
    public void Read_NoSection_KeepsTheDefaults()
    {
        var options = Read([], out var failures);

        failures.ShouldBeEmpty();
        options.Port.ShouldBe(8000);
        options.HistogramBuckets.ShouldBe([1, 2]);
        options.Main.Name.ShouldBe("main");
    }

    [Fact]
    public void Read_EveryKindOfValue_SetsTheProperties()
    {
        var options = Read(
            [
                "port=9000", "is_enabled=False", "push_url=https://push.example.org:9091", "push_interval=1.5", "address=0.0.0.0", "mode=SAFE",
                "servers:0:Name=a", "servers:0:weight=2", "servers:1:Name=b", "named:x.y:Name=c", "main:Name=d", "labels:region=eu",
            ],
            out var failures);

        failures.ShouldBeEmpty();
        (options.Port, options.IsEnabled, options.PushInterval, options.Mode).ShouldBe((9000, false, TimeSpan.FromSeconds(1.5), SampleMode.Safe));
        options.PushUrl.ShouldBe(new Uri("https://push.example.org:9091"));
        options.Address.ShouldBe(IPAddress.Any);
        options.Servers.Select(s => (s.Name, s.Weight)).ShouldBe([("a", 2), ("b", 1)]);
        options.Named["x.y"].Name.ShouldBe("c");
        options.Main.Name.ShouldBe("d");
        options.Labels.ShouldBe(new Dictionary<string, string> { ["zone"] = "a", ["region"] = "eu" });
    }

    [Fact]
    public void Read_List_ReplacesTheDefaultList() =>
        Read(["histogram_buckets:0=0.25"], out _).HistogramBuckets.ShouldBe([0.25]);

    [Theory]
    [InlineData("90", 90)]
    [InlineData("00:01:30", 90)]
    public void Read_Duration_IsSecondsOrClockTime(string text, double seconds) =>
        Read([$"push_interval={text}"], out _).PushInterval.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("port=many", "app:port: invalid value 'many'; must be an integer.")]
    [InlineData("port=70000", "app:port: invalid value '70000'; must be a port from 1 to 65535, or 0 for any free port.")]
    [InlineData("port=", "app:port: the value is empty; remove the key to use the default.")]
    [InlineData("port:a=1", "app:port: must be a single value.")]
    [InlineData("is_enabled=perhaps", "app:is_enabled: invalid value 'perhaps'; must be true or false.")]
    [InlineData("path=metrics", "app:path: invalid value 'metrics'; must start with / and consist of at most 200 letters, digits and any of / - . _ ~.")]
    [InlineData("histogram_buckets=1", "app:histogram_buckets: invalid value '1'; must be a list with at least one entry.")]
    [InlineData("histogram_buckets:0=x", "app:histogram_buckets:0: invalid value 'x'; must be a number.")]
    [InlineData("histogram_buckets:0=NaN", "app:histogram_buckets: invalid value '[NaN]'; must be a list of one or more finite numbers in strictly ascending order; the +Inf bucket is implicit.")]
    [InlineData("push_url=push", "app:push_url: invalid value 'push'; must be an absolute URL.")]
    [InlineData("push_url=ftp://push", "app:push_url: invalid value 'ftp://push'; must be an absolute http or https URL without user name, password and fragment.")]
    [InlineData("push_url=http://u:hunter2@push", "app:push_url: invalid value '***'; must be an absolute http or https URL without user name, password and fragment.")]
    [InlineData("push_interval=0.5", "app:push_interval: invalid value '0.5'; must be 0, or between 1 and 60 seconds.")]
    [InlineData("push_interval=1e300", "app:push_interval: invalid value '1e300'; must be a number of seconds, or a duration such as 00:01:30.")]
    [InlineData("address=here", "app:address: invalid value 'here'; must be an IP address.")]
    [InlineData("mode=1", "app:mode: invalid value '1'; must be one of fast, safe.")]
    [InlineData("api_key=hunter21", "app:api_key: invalid value '***'; must consist of letters.")]
    [InlineData("main=x", "app:main: invalid value 'x'; must be a section with keys.")]
    [InlineData("named=x", "app:named: invalid value 'x'; must be a section with names as keys.")]
    [InlineData("main:weight=0", "app:main:Weight: invalid value '0'; must be between 1 and 10.")]
    [InlineData("main:Name= ", "app:main:Name: the value is empty; remove the key to use the default.")]
    [InlineData("main:Color=blue", "app:main:Color: invalid value 'blue'; must be one of red, green.")]
    [InlineData("mode=safe", "app:push_url: a value is required.")]
    [InlineData("main:nam=x", "app:main:nam: unknown key; allowed keys are Name, Weight, Color.")]
    [InlineData("only_in_code=x", "app:only_in_code: unknown key; allowed keys are port, path, is_enabled, histogram_buckets, push_url, push_interval, address, mode, api_key, servers, named, main, labels.")]
    public void Read_InvalidSetting_ReportsKeyValueAndRule(string setting, string message)
    {
        Read(setting.StartsWith("main:") && !setting.StartsWith("main:Name") ? ["main:Name=m", setting] : [setting], out var failures);

        failures.ShouldHaveSingleItem().ToString().ShouldBe(message);
    }

    [Fact]
    public void Read_EntriesOfLists_AreValidatedWithTheirKeys()
    {
        Read(["servers:0:Name=a", "servers:0:Weight=11", "servers:1:Name=a", "named:x:Weight=1"], out var failures);

        failures.Select(f => (f.Key, f.Value, f.Kind)).ShouldBe(
        [
            ("app:servers:0:Weight", "11", OptionFailureKind.InvalidValue),
            ("app:named:x:Name", null, OptionFailureKind.MissingValue),
            ("app:servers:1:Name", "a", OptionFailureKind.InvalidValue),
        ]);
    }

    [Fact]
    public void Read_VariableThatIsNotSet_IsTheOnlyFailureOfItsKey()
    {
        var failures = new List<OptionFailure>();
        var settings = new ValidatedOptionsSettings { Variables = name => name == "PORT" ? "9000" : null, Codes = kind => $"E{(int)kind}" };

        var options = ValidatedOptions.Read<SampleOptions>(Section("port=${PORT}", "is_enabled=${FLAG}", "path=x${PATH_OF_IT}"), failures, settings);

        options.Port.ShouldBe(9000);
        failures.Select(f => f.ToString()).ShouldBe(
        [
            "app:path: the environment variable PATH_OF_IT is not set (E3).",
            "app:is_enabled: the environment variable FLAG is not set (E3).",
        ], ignoreOrder: true);
    }

    [Fact]
    public void AddValidatedOptions_SeveralFailures_ThrowsOneExceptionWithAll()
    {
        using var services = new ServiceCollection()
            .AddValidatedOptions<SampleOptions>(Section("prot=1", "mode=slow"))
            .Configure(options => options.Path = "metrics").Services
            .BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<SampleOptions>>().Value)
            .Failures.Select(f => f.Split(": ")[0]).ShouldBe(["app:prot", "app:mode", "app:path"], ignoreOrder: true);
    }

    // Options of the library have generated validators; bound to configuration they get keys all the same.
    [Fact]
    public void AddValidatedOptions_OptionsOfTheMetricsServer_ReportsTheirKeys()
    {
        using var services = new ServiceCollection()
            .AddValidatedOptions<MetricsServerOptions>(Section("Port=70000", "BearerToken=hunter2 hunter2")).Services
            .BuildServiceProvider();

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<MetricsServerOptions>>().Value).Failures;

        failures.Select(f => f.Split(": ")[0]).ShouldBe(["app:BearerToken", "app:Port"], ignoreOrder: true);
        failures.ShouldAllBe(f => !f.Contains("hunter2"));
    }

    private static SampleOptions Read(string[] settings, out List<OptionFailure> failures) =>
        ValidatedOptions.Read<SampleOptions>(Section(settings), failures = []);

    private static IConfigurationSection Section(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create("app:" + s[0], (string?)s[1])))
        .Build()
        .GetSection("app");
}
