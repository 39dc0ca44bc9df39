using System.CommandLine;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;

namespace Vernier.Host.Commands;

/// <summary>
/// Runs a site of Pangolin, which publishes services of its network through a server, until the process is stopped. Exit codes: 0 after a regular stop, 2 for
/// an invalid command line.
/// </summary>
internal static class SiteCommand
{
    private const string SecretVariable = "VERNIER_SITE_SECRET";

    private static readonly Option<string[]> Servers = new("--server")
    {
        Description = "The URL of the Pangolin server. Repeatable for servers that share a database: the site connects to one of them at a time.",
        HelpName = "URL",
        Required = true,
    };

    private static readonly Option<string> Id = new("--id") { Description = "The identifier of the site.", HelpName = "ID", Required = true };

    private static readonly Option<string?> SecretFile = new("--secret-file") { Description = $"A file with the secret of the site. [default: {SecretVariable}]", HelpName = "FILE" };

    private static readonly Option<string[]> Targets = new("--target")
    {
        Description = "A service of this network, such as web=http://localhost:8000 or db=tcp://db:5432. Repeatable.",
        HelpName = "NAME=URL",
        Required = true,
    };

    private static readonly Option<string?> Region = new("--region") { Description = "The region of the site, for metrics.", HelpName = "NAME" };

    private static readonly Option<string?> CaFile =
        new("--ca-file") { Description = "A PEM file with the certificate authorities of the server. [default: those of the system]", HelpName = "FILE" };

    private static readonly Option<bool> AllowInsecure = new("--allow-insecure") { Description = "Allow a server on another machine without TLS." };

    private static readonly Option<bool> AnyCertificate = new("--accept-any-target-certificate") { Description = "Accept any certificate of a target with https." };

    /// <summary>Adds the <c>site</c> command.</summary>
    public static void AddTo(RootCommand root)
    {
        var site = new Command("site", "Publish services of this network through a Pangolin server.");
        foreach (var option in (Option[])[Servers, Id, SecretFile, Targets, Region, CaFile, AllowInsecure, AnyCertificate])
            site.Options.Add(option);
        site.SetAction((parsed, cancellation) => AgentCommand.RunAsync(() => OptionsOf(parsed), RunAsync, cancellation));
        root.Subcommands.Add(site);
    }

    private static async Task RunAsync(PangolinSiteOptions options, ILoggerFactory logging, CancellationToken stop)
    {
        var site = new PangolinSite(options, logging);
        await using var owned = site.ConfigureAwait(false);
        Console.WriteLine($"Site {options.Id} publishes {string.Join(", ", options.Targets.Select(target => $"{target.Key} ({target.Value})"))}. Press Ctrl+C to stop.");
        await site.RunAsync(stop).ConfigureAwait(false);
    }

    private static PangolinSiteOptions OptionsOf(ParseResult parsed)
    {
        var arguments = new AgentArguments(key => key switch
        {
            "secret" => SecretFile.Name,
            _ when key.StartsWith("targets:", StringComparison.Ordinal) => $"{Targets.Name} {key["targets:".Length..]}",
            "targets" => Targets.Name,
            _ when key.StartsWith("further_servers", StringComparison.Ordinal) => Servers.Name,
            _ => $"--{key.Replace('_', '-')}",
        });
        var servers = parsed.GetValue(Servers)!;
        arguments.Add("server", servers.FirstOrDefault());
        for (var i = 1; i < servers.Length; i++)
            arguments.Add($"further_servers:{i - 1}", servers[i]);
        arguments.Add("id", parsed.GetValue(Id));
        arguments.AddSecret("secret", SecretFile.Name, parsed.GetValue(SecretFile), SecretVariable);
        arguments.AddNamed("targets", Targets.Name, parsed.GetValue(Targets)!, "web=http://localhost:8000");
        arguments.Add("region", parsed.GetValue(Region));
        arguments.Add("ca_file", parsed.GetValue(CaFile));
        arguments.Add("allow_insecure", parsed.GetValue(AllowInsecure) ? "true" : null);
        arguments.Add("accept_any_target_certificate", parsed.GetValue(AnyCertificate) ? "true" : null);
        return arguments.Read<PangolinSiteOptions>();
    }
}
