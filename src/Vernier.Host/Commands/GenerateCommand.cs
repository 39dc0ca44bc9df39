using System.CommandLine;
using Vernier.AiOrchestrator;
using Vernier.AspNetCore.HealthChecks;
using Vernier.AspNetCore.Requests;
using Vernier.Catalog;
using Vernier.Host.Serving;
using Vernier.Push.Loop;
using Vernier.Runtime;
using Vernier.Toolkit.Deploy;

namespace Vernier.Host.Commands;

/// <summary>
/// Generates files from the catalogs of the systems. Exit codes: 0 on success, 1 if a catalog is invalid or a file cannot be written, 2 for an invalid
/// command line.
/// </summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Out =
        new("--out") { Description = "The output folder for Grafana, Prometheus, Alertmanager and Compose files.", HelpName = "FOLDER", DefaultValueFactory = _ => "deploy" };

    private static readonly Option<string?> Docs =
        new("--docs") { Description = "The output folder for reference pages, e.g. docs/metrics. Without it, no pages are written.", HelpName = "FOLDER" };

    /// <summary>Adds the <c>generate</c> command.</summary>
    public static void AddTo(RootCommand root)
    {
        var generate = new Command("generate", "Generate dashboards, rules, configurations and reference pages.");
        foreach (var folder in (Option<string>[])[Out, Docs!])
        {
            generate.Options.Add(folder);
            folder.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string?>() is { } name && string.IsNullOrWhiteSpace(name))
                    result.AddError($"{folder.Name}: '{name}' is not a valid folder name.");
            });
        }
        generate.SetAction(parsed => Run(parsed.GetValue(Out)!, parsed.GetValue(Docs)));
        root.Subcommands.Add(generate);
    }

    /// <summary>Returns the files for <c>--out</c>.</summary>
    internal static IReadOnlyList<DeployFile> DeployedFiles() => DeployFiles.Deploy([.. Systems, .. Shared], Options);

    /// <summary>Returns the files for <c>--docs</c>.</summary>
    internal static IReadOnlyList<DeployFile> ReferencePages() => DeployFiles.Docs([.. Systems, .. Shared]);

    private static int Run(string folder, string? docs)
    {
        try
        {
            // Generate everything before writing anything, so that an invalid catalog changes no file.
            (var deployed, var pages) = (DeployedFiles(), docs is null ? [] : ReferencePages());
            Write(folder, deployed);
            if (docs is not null)
                Write(docs, pages);
            return 0;
        }
        catch (DeployException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    internal static IReadOnlyList<MetricCatalog> Systems => [.. SystemModules.All.Select(module => module.Catalog)];

    /// <summary>The catalogs of the metrics that every system has in addition to its own.</summary>
    internal static IReadOnlyList<MetricCatalog> Shared =>
        [HttpRequestCatalog.Catalog, HealthCheckCatalog.Catalog, PushCatalog.Catalog, RuntimeCatalog.Catalog, ProcessCatalog.Catalog];

    /// <summary>One container per system, all from one image, with the host names and ports of the scrape configuration.</summary>
    private static DeployOptions Options => new()
    {
        Applications =
        [
            .. SystemModules.All.Where(module => module.Catalog.Scrape is not null).Select(module => new ComposeService(module.Catalog.Scrape!.Host)
            {
                Image = "vernier-host",
                BuildContext = "..",
                Command =
                [
                    "serve", "--only", module.Name, "--set", "address=0.0.0.0",
                    "--set", $"systems:{module.Name}:{module.MetricsPortKey}={module.Catalog.Scrape.Port}",
                    .. module.ContainerSettings.SelectMany(setting => new[] { "--set", $"systems:{module.Name}:{setting.Key}={setting.Value}" }),
                ],
                Volumes = module.ContainerVolumes,
                // Two systems use the same container port, so the ports published on the host differ.
                Ports = [.. module.ContainerPorts.Select(port => $"127.0.0.1:{port}")],
            }),
        ],
        HomeDashboard = AiOrchestratorCatalog.Catalog.Dashboards[0].Uid,
    };

    private static void Write(string folder, IReadOnlyList<DeployFile> files)
    {
        var changed = DeployFolder.Write(folder, files);
        Console.WriteLine($"{folder}: {files.Count} files, {changed.Count} new or changed");
        foreach (var file in changed)
            Console.WriteLine($"  {file.Path}");
        foreach (var path in DeployFolder.FindStaleFiles(folder, files))
            Console.WriteLine($"  {path}: stale: no longer generated; delete it if you do not need it");
    }
}
