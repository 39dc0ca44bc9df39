using System.CommandLine;
using Vernier.AspNetCore.HealthChecks;
using Vernier.AspNetCore.Requests;
using Vernier.Catalog;
using Vernier.Host.Serving;
using Vernier.Push.Loop;
using Vernier.Runtime;
using Vernier.Toolkit.Deploy;

namespace Vernier.Host.Commands;

/// <summary>
/// Writes what follows from the catalogs of the systems. Exit code 0 after that, 1 when a file cannot be written, 2 when the command line is wrong.
/// </summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Out =
        new("--out") { Description = "Where the files for Grafana, Prometheus, Alertmanager and Compose go.", HelpName = "FOLDER", DefaultValueFactory = _ => "deploy" };

    private static readonly Option<string?> Docs =
        new("--docs") { Description = "Where the reference pages go, e.g. docs/metrics; without it none are written.", HelpName = "FOLDER" };

    /// <summary>Adds the command <c>generate</c>.</summary>
    public static void AddTo(RootCommand root)
    {
        var generate = new Command("generate", "Write dashboards, rules, configurations and reference pages.");
        foreach (var folder in (Option<string>[])[Out, Docs!])
        {
            generate.Options.Add(folder);
            folder.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string?>() is { } name && string.IsNullOrWhiteSpace(name))
                    result.AddError($"{folder.Name}: '{name}' is not the name of a folder.");
            });
        }
        generate.SetAction(parsed => Run(parsed.GetValue(Out)!, parsed.GetValue(Docs)));
        root.Subcommands.Add(generate);
    }

    /// <summary>What <c>--out</c> gets.</summary>
    internal static IReadOnlyList<DeployFile> DeployedFiles() => DeployFiles.Deploy([.. Systems, .. Shared], Options);

    /// <summary>What <c>--docs</c> gets.</summary>
    internal static IReadOnlyList<DeployFile> ReferencePages() => DeployFiles.Docs([.. Systems, .. Shared]);

    private static int Run(string folder, string? docs)
    {
        try
        {
            // Both are made before one is written: a mistake in a catalog leaves everything as it was.
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

    /// <summary>What every system has beside its own metrics.</summary>
    internal static IReadOnlyList<MetricCatalog> Shared =>
        [HttpRequestCatalog.Catalog, HealthCheckCatalog.Catalog, PushCatalog.Catalog, RuntimeCatalog.Catalog, ProcessCatalog.Catalog];

    /// <summary>One container for each system, all of one image, with the names and ports of the documents.</summary>
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
                    "--set", $"systems:{module.Name}:port={module.Catalog.Scrape.Port}",
                ],
                // Two documents have the same port, and the machine has it once; the host's own defaults differ.
                Ports = [$"127.0.0.1:{module.Defaults.GetValueOrDefault("port", $"{module.Catalog.Scrape.Port}")}:{module.Catalog.Scrape.Port}"],
            }),
        ],
    };

    private static void Write(string folder, IReadOnlyList<DeployFile> files)
    {
        var changed = DeployFolder.Write(folder, files);
        Console.WriteLine($"{folder}: {files.Count} files, {changed.Count} of them new or changed");
        foreach (var file in changed)
            Console.WriteLine($"  {file.Path}");
        foreach (var path in DeployFolder.FindStaleFiles(folder, files))
            Console.WriteLine($"  {path}: nothing generates it any more; delete it unless it is yours");
    }
}
