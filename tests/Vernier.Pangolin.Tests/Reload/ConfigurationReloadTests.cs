using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Reload;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Reload;

public sealed class ConfigurationReloadTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-");
    private readonly AdjustableTime _time = new();
    private readonly LogLines _log = new();
    private readonly List<string> _errorsOutsideTheSection = [];
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private ServiceProvider? _services;
    private ConfigurationReload? _reload;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "vernier.json");

    private PangolinSettings Settings => _services!.GetRequiredService<PangolinSettings>();

    public async ValueTask DisposeAsync()
    {
        if (_reload is not null)
            await _reload.StopAsync(CancellationToken.None);
        if (_services is not null)
            await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Change_ValidFile_IsAppliedAndCounted()
    {
        await StartAsync("""{"jobs":{"poll_interval":"00:00:02"}}""");
        var notified = new List<TimeSpan>();
        Settings.OnChanged(options => notified.Add(options.Jobs.PollInterval));

        await WriteAsync("""{"jobs":{"poll_interval":"00:00:05"}}""");

        await ReloadedAsync("success");
        Settings.Current.Jobs.PollInterval.ShouldBe(TimeSpan.FromSeconds(5));
        Settings.Initial.Jobs.PollInterval.ShouldBe(TimeSpan.FromSeconds(2));
        notified.ShouldBe([TimeSpan.FromSeconds(5)]);
        _log.ToString().ShouldContain($"The configuration {File} was reloaded. Changed settings: jobs:poll_interval.");
        _log.ToString().ShouldNotContain("apply after a restart");
    }

    [Fact]
    public async Task Change_InvalidFile_IsRejectedAsAWholeWithAllErrors()
    {
        await StartAsync("""{"jobs":{"poll_interval":"00:00:02"}}""");

        await WriteAsync("""{"jobs":{"poll_interval":"00:00:05","retry_delay":"never","max_concurrent_jobs":0},"prot":3001}""");

        await ReloadedAsync("failure");
        Settings.Current.Jobs.PollInterval.ShouldBe(TimeSpan.FromSeconds(2));
        foreach (var key in new[] { "pangolin:jobs:retry_delay", "pangolin:jobs:max_concurrent_jobs", "pangolin:prot" })
            _log.ToString().ShouldContain(key);
        _log.ToString().ShouldContain("was rejected as a whole");

        await WriteAsync("""{"jobs":{"poll_interval":"00:00:03"}}""");

        await ReloadedAsync("success");
        Settings.Current.Jobs.PollInterval.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Change_ErrorsInsideAndOutsideTheSection_AreLoggedTogether()
    {
        await StartAsync("{}");

        _errorsOutsideTheSection.Add("only: unknown system 'pangoline'.");
        await WriteAsync("""{"jobs":{"max_concurrent_jobs":0}}""");

        await ReloadedAsync("failure");
        _log.ToString().ShouldContain("only: unknown system 'pangoline'.");
        _log.ToString().ShouldContain("pangolin:jobs:max_concurrent_jobs");

        await WriteAsync("""{"jobs":{"max_concurrent_jobs":3}}""");

        await _time.AdvanceUntilAsync(() => Reloads("failure") == 2, "a rejection because of the error outside the section", TimeSpan.FromSeconds(1));
        Settings.Current.Jobs.MaxConcurrentJobs.ShouldNotBe(3);
    }

    [Fact]
    public async Task Change_FileThatCannotBeParsed_IsRejectedWithThePosition()
    {
        await StartAsync("{}");

        await WriteAsync("{\"jobs\":");

        await ReloadedAsync("failure");
        _log.ToString().ShouldContain("was rejected as a whole");
    }

    [Fact]
    public async Task Change_SettingThatNeedsARestart_IsLoggedByKeyWithoutItsValue()
    {
        await StartAsync("{}");

        await WriteAsync("""{"port":3999,"data_directory":"/srv/elsewhere","jobs":{"poll_interval":"00:00:05"}}""");

        await ReloadedAsync("success");
        _log.ToString().ShouldContain("These changed settings apply after a restart: port, data_directory.");
        _log.ToString().ShouldNotContain("/srv/elsewhere");
    }

    [Fact]
    public async Task Change_SettingHasItsInitialValueAgain_NeedsNoRestart()
    {
        await StartAsync("{}");
        await WriteAsync("""{"port":3999}""");
        await ReloadedAsync("success");

        await WriteAsync("{}");

        await _time.AdvanceUntilAsync(() => Reloads("success") == 2, "a second reload", TimeSpan.FromSeconds(1));
        _log.ToString().Split("apply after a restart").Length.ShouldBe(2, "the message appears once");
    }

    [Fact]
    public async Task Change_SymbolicLinkWithANewTarget_IsApplied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows symbolic links need a privilege.");
        var (first, second) = (Path.Combine(_folder.FullName, "first.json"), Path.Combine(_folder.FullName, "second.json"));
        await System.IO.File.WriteAllTextAsync(first, "{}", Cancellation);
        await System.IO.File.WriteAllTextAsync(second, """{"jobs":{"poll_interval":"00:00:05"}}""", Cancellation);
        System.IO.File.CreateSymbolicLink(File, first);
        await StartAsync(null);

        System.IO.File.CreateSymbolicLink(File + ".new", second);
        System.IO.File.Move(File + ".new", File, overwrite: true);

        await ReloadedAsync("success");
        Settings.Current.Jobs.PollInterval.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Change_FileIsDeletedAndRestored_IsCountedAsAFailureAndThenApplied()
    {
        await StartAsync("{}");

        System.IO.File.Delete(File);
        await ReloadedAsync("failure");
        _log.ToString().ShouldContain("The file does not exist or cannot be read.");
        await WriteAsync("""{"jobs":{"poll_interval":"00:00:05"}}""");

        await ReloadedAsync("success");
    }

    [Fact]
    public async Task Change_FileIsTouchedWithoutAChange_IsNotReloaded()
    {
        await StartAsync("{}");

        await WriteAsync("{}");
        System.IO.File.SetLastWriteTimeUtc(File, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        for (var i = 0; i < 5; i++)
            _time.Advance(TimeSpan.FromSeconds(1));

        Reloads("success").ShouldBe(0);
        Reloads("failure").ShouldBe(0);
    }

    private async Task StartAsync(string? content)
    {
        if (content is not null)
            await WriteAsync(content);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Information));
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(_registry);
        services.AddPangolin(Read()).ReloadFrom(File, errors =>
        {
            foreach (var error in _errorsOutsideTheSection)
                errors.Add(error);
            return Read();
        });
        // The metrics are on, as if the configuration had the section.
        services.Configure<PangolinOptions>(options => options.Metrics = new MetricsOptions());
        _services = services.BuildServiceProvider();
        _ = Settings.Current;
        _reload = ActivatorUtilities.CreateInstance<ConfigurationReload>(_services);
        await _reload.StartAsync(Cancellation);
    }

    private IConfigurationSection Read() => new ConfigurationBuilder()
        .AddInMemoryCollection(new ConfigurationBuilder().AddJsonFile(File).Build().AsEnumerable().Select(pair => KeyValuePair.Create("pangolin:" + pair.Key, pair.Value)))
        .Build().GetSection("pangolin");

    private Task WriteAsync(string content) => System.IO.File.WriteAllTextAsync(File, content, Cancellation);

    private double Reloads(string result) => _registry.Scrape().Value("pangolin_config_reloads_total", ("result", result));

    private Task ReloadedAsync(string result) => _time.AdvanceUntilAsync(() => Reloads(result) == 1, $"one reload with the result {result}", TimeSpan.FromSeconds(1));
}
