using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Jobs;

/// <summary>The background jobs of one server. Several share a database.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-");
    private readonly DataDirectory _directory;
    private readonly JobRunner _runner;
    private readonly MetricRegistry _registry;
    private bool _isStopped;

    public JobServer(Database database, TimeProvider time, IEnumerable<JobDefinition> definitions, JobOptions? options = null)
    {
        _directory = new DataDirectory(Path.Combine(_folder.FullName, "data"));
        _registry = Scraping.NewRegistry();
        var metrics = new PangolinMetrics(_registry, time);
        var settings = new PangolinSettings(Options.Create(new PangolinOptions { Jobs = options ?? new() }));
        var signal = new JobSignal();
        Store = new JobStore(database);
        Queue = new JobQueue(database, Store, signal, time);
        var executor = new JobExecutor(Store, settings, metrics, time, ExecutorLog);
        _runner = new JobRunner(Store, signal, executor, definitions, _directory, settings, metrics, time, RunnerLog);
    }

    public string Name => _directory.InstanceId;

    public JobStore Store { get; }

    public JobQueue Queue { get; }

    public RecordingLogger<JobExecutor> ExecutorLog { get; } = new();

    public RecordingLogger<JobRunner> RunnerLog { get; } = new();

    public async Task StartAsync()
    {
        await _runner.StartAsync(TestContext.Current.CancellationToken);
        await _runner.StartedAsync(TestContext.Current.CancellationToken);
    }

    public Task StopAsync()
    {
        _isStopped = true;
        return _runner.StopAsync(CancellationToken.None);
    }

    /// <summary>Returns how many attempts of a job ended with a status.</summary>
    public double Ended(string type, string status) => _registry.Scrape().Value("pangolin_background_jobs_total", ("job_type", type), ("status", status));

    /// <summary>Returns the number of jobs that are due.</summary>
    public double Depth(string type) => _registry.Scrape().Value("pangolin_background_queue_depth", ("job_type", type));

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync();
        _runner.Dispose();
        _directory.Dispose();
        _folder.Delete(recursive: true);
    }
}
