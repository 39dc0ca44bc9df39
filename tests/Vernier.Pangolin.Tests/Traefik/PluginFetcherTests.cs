using System.Security.Cryptography;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Tests.Certificates;
using Vernier.Pangolin.Traefik;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Traefik;

public sealed class PluginFetcherTests : IAsyncLifetime
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(200_000);
    private static readonly string Hash = Convert.ToHexString(SHA256.HashData(Content));

    private readonly AdjustableTime _time = new();
    private PluginServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PluginServer.StartAsync();
        _server.Set("/plugin.zip", Content);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Check_NewPlugin_IsFetchedOnceAndThenFoundInTheCache()
    {
        await using var app = await StartAsync("/plugin.zip");
        ResultOf(app, "success").ShouldBeNull();
        await CheckAsync(app);
        (await File.ReadAllBytesAsync(FileOf(app), TestContext.Current.CancellationToken)).ShouldBe(Content);
        ResultOf(app, "success").ShouldBe(1);
        ResultOf(app, "cached").ShouldBe(0);
        ResultOf(app, "hash_mismatch").ShouldBe(0, "all results exist from the start");

        await CheckAsync(app);
        ResultOf(app, "cached").ShouldBe(0, "the next check is due in 5 minutes");
        _time.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(app);
        ResultOf(app, "cached").ShouldBe(1);
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_FileDeletedOrDamaged_IsFetchedAgain(bool isDeleted)
    {
        await using var app = await StartAsync("/plugin.zip");
        await CheckAsync(app);
        if (isDeleted)
            File.Delete(FileOf(app));
        else
            await File.WriteAllTextAsync(FileOf(app), "damaged", TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(app);
        ResultOf(app, "success").ShouldBe(2);
        (await File.ReadAllBytesAsync(FileOf(app), TestContext.Current.CancellationToken)).ShouldBe(Content);
    }

    [Fact]
    public async Task Check_WrongHash_StoresNothing()
    {
        _server.Set("/plugin.zip", [.. Content, 1]);
        await using var app = await StartAsync("/plugin.zip");
        await CheckAsync(app);
        ResultOf(app, "hash_mismatch").ShouldBe(1);
        FilesOf(app).ShouldBeEmpty();
        app.Log.ToString().ShouldContain($"but {Hash.ToLowerInvariant()} is expected.");
    }

    [Fact]
    public async Task Check_NotFound_IsRetriedWithDoublingDelayAndLoggedOnce()
    {
        await using var app = await StartAsync("/missing.zip");
        await CheckAsync(app);
        foreach (var minutes in new[] { 1, 2, 4 })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await CheckAsync(app);
            _time.Advance(TimeSpan.FromSeconds(1));
            await CheckAsync(app);
        }
        _server.Requests.Count.ShouldBe(4);
        ResultOf(app, "not_found").ShouldBe(4);
        app.Log.Of(typeof(PluginFetcher).FullName!).Count.ShouldBe(1);

        _server.Set("/missing.zip", Content);
        _time.Advance(TimeSpan.FromHours(1));
        await CheckAsync(app);
        ResultOf(app, "success").ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_TooLarge_StopsTheDownload(bool hasLength)
    {
        var aborted = new TaskCompletionSource();
        _server.Set("/plugin.zip", async http =>
        {
            if (hasLength)
                http.Response.ContentLength = 1L << 40;
            http.RequestAborted.Register(aborted.SetResult);
            while (!aborted.Task.IsCompleted)
                await http.Response.Body.WriteAsync(Content);
        });
        await using var app = await StartAsync("/plugin.zip", ("max_bytes", "1000000"));
        await CheckAsync(app);
        ResultOf(app, "too_large").ShouldBe(1);
        FilesOf(app).ShouldBeEmpty();
        await aborted.Task.WithTimeout();
    }

    [Fact]
    public async Task Check_ConnectionCut_StoresNothing()
    {
        _server.Set("/plugin.zip", async http =>
        {
            http.Response.ContentLength = Content.Length;
            await http.Response.Body.WriteAsync(Content.AsMemory(0, 1000));
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        await using var app = await StartAsync("/plugin.zip");
        await CheckAsync(app);
        ResultOf(app, "unreachable").ShouldBe(1);
        FilesOf(app).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_ServerHangs_EndsAfterTheTimeout()
    {
        var requested = new TaskCompletionSource();
        _server.Set("/plugin.zip", async http =>
        {
            requested.TrySetResult();
            await http.Response.StartAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var app = await StartAsync("/plugin.zip");
        var check = CheckAsync(app);
        await requested.Task.WithTimeout();
        await _time.AdvanceUntilAsync(() => check.IsCompleted, "the download times out", TimeSpan.FromSeconds(1));
        await check;
        ResultOf(app, "unreachable").ShouldBe(1);
        app.Log.ToString().ShouldContain("was not downloaded within 60 s.");
    }

    [Fact]
    public async Task Check_ServerDown_IsUnreachable()
    {
        await using var app = await StartAsync("/plugin.zip");
        await _server.DisposeAsync();
        await CheckAsync(app);
        ResultOf(app, "unreachable").ShouldBe(1);
    }

    [Theory]
    [InlineData(5, "success")]
    [InlineData(6, "unreachable")]
    public async Task Check_Redirects_AreFollowedUpToFive(int redirects, string expected)
    {
        for (var i = 0; i < redirects; i++)
        {
            var target = i == 0 ? "/plugin.zip" : $"/redirect-{i - 1}";
            _server.Set($"/redirect-{i}", http =>
            {
                http.Response.Redirect(target);
                return Task.CompletedTask;
            });
        }
        await using var app = await StartAsync($"/redirect-{redirects - 1}");
        await CheckAsync(app);
        ResultOf(app, expected).ShouldBe(1);
    }

    [Fact]
    public async Task Check_FolderNotWritable_IsReported()
    {
        await using var app = await StartAsync("/plugin.zip");
        await File.WriteAllTextAsync(Path.Combine(app.DataFolder, "plugins"), "a file instead of the folder", TestContext.Current.CancellationToken);
        await CheckAsync(app);
        ResultOf(app, "write_failed").ShouldBe(1);
    }

    [Fact]
    public async Task Check_PluginRemovedFromTheConfiguration_LosesItsSeries()
    {
        await using var app = await StartAsync("/plugin.zip");
        await CheckAsync(app);
        app.Get<PangolinSettings>().Replace(new PangolinOptions());
        await CheckAsync(app);
        ResultOf(app, "success").ShouldBeNull();
    }

    [Fact]
    public async Task Fetch_Address_IsLoggedWithoutItsQuery()
    {
        await using var app = await StartAsync("/missing.zip?token=secret");
        await CheckAsync(app);
        app.Log.ToString().ShouldContain("/missing.zip does not exist (404). Check url.");
        app.Log.ToString().ShouldNotContain("secret");
    }

    private static Task CheckAsync(CertificateApp app) => app.Get<PluginFetcher>().CheckAsync(TestContext.Current.CancellationToken);

    private static double? ResultOf(CertificateApp app, string result) => app.Value($"pangolin_plugin_fetch_total{{plugin=\"headers\",result=\"{result}\"}}");

    private static string FileOf(CertificateApp app) => Path.Combine(app.DataFolder, "plugins", Hash.ToLowerInvariant());

    private static string[] FilesOf(CertificateApp app) =>
        Path.Combine(app.DataFolder, "plugins") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    private Task<CertificateApp> StartAsync(string path, params IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["traefik:plugins:headers:url"] = _server.UrlOf(path).AbsoluteUri,
            ["traefik:plugins:headers:sha256"] = Hash,
        };
        foreach (var (key, value) in settings)
            all[$"traefik:plugins:headers:{key}"] = value;
        return CertificateApp.StartAsync(all, _time);
    }
}
