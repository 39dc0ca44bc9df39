using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Reload;

/// <summary>
/// Watches the configuration file and applies changes. It compares the content, so that it also notices a symbolic link with a new target, and it waits until
/// the content is the same twice, so that it does not read a file that is being written.
/// </summary>
internal sealed partial class ConfigurationReload(
    IEnumerable<ConfigurationSource> sources,
    ReloadableSection section,
    IOptionsFactory<PangolinOptions> factory,
    PangolinSettings settings,
    PangolinMetrics metrics,
    TimeProvider time,
    ILogger<ConfigurationReload> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConfigurationSource? _source = sources.LastOrDefault();
    private string? _applied;
    private string? _last;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
            return Task.CompletedTask;
        _applied = _last = ReadHash(_source.Path);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            Check(_source!);
    }

    private void Check(ConfigurationSource source)
    {
        var hash = ReadHash(source.Path);
        var isStable = hash == _last;
        _last = hash;
        if (!isStable || hash == _applied)
            return;
        _applied = hash;
        if (hash is null)
            Reject(source, "The file does not exist or cannot be read.");
        else
            Apply(source);
    }

    private void Apply(ConfigurationSource source)
    {
        var previous = section.Current;
        var errors = new List<string>();
        if (TryRead(source, errors) is not { } options)
        {
            section.Current = previous;
            Reject(source, string.Join(Environment.NewLine, errors));
            return;
        }

        var changes = OptionChanges.Between(settings.Current, options);
        settings.Replace(options);
        metrics.ConfigurationReloaded(Outcome.Success);
        LogReloaded(source.Path, changes.Count == 0 ? "none" : string.Join(", ", changes.Select(change => change.Key)));
        if (!changes.Any(change => change.NeedsRestart))
            return;
        var pending = OptionChanges.Between(settings.Initial, options).Where(change => change.NeedsRestart).Select(change => change.Key).ToList();
        if (pending.Count > 0)
            LogRestartNeeded(string.Join(", ", pending));
    }

    /// <summary>Returns the options of the changed file; null after adding all of its errors.</summary>
    private PangolinOptions? TryRead(ConfigurationSource source, List<string> errors)
    {
        try
        {
            section.Current = source.Read(errors);
            var options = factory.Create(Options.DefaultName);
            return errors.Count == 0 ? options : null;
        }
        catch (OptionsValidationException exception)
        {
            errors.AddRange(exception.Failures);
        }
        catch (Exception exception)
        {
            errors.Add(exception.Message);
        }
        return null;
    }

    private void Reject(ConfigurationSource source, string errors)
    {
        metrics.ConfigurationReloaded(Outcome.Failure);
        LogRejected(source.Path, errors);
    }

    /// <summary>Returns the hash of the content; null if the file cannot be read.</summary>
    private static string? ReadHash(string path)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The configuration {Path} was reloaded. Changed settings: {Keys}.")]
    private partial void LogReloaded(string path, string keys);

    [LoggerMessage(2, LogLevel.Warning, "These changed settings apply after a restart: {Keys}.")]
    private partial void LogRestartNeeded(string keys);

    [LoggerMessage(3, LogLevel.Error, "The changed configuration {Path} was rejected as a whole; the previous settings remain in effect. Fix these errors:\n{Errors}")]
    private partial void LogRejected(string path, string errors);
}
