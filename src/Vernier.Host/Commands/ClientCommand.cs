using System.CommandLine;
using Vernier.Pangolin.Client;
using Vernier.Pangolin.Configuration;

namespace Vernier.Host.Commands;

/// <summary>
/// Runs a client of Pangolin, which reaches a resource of a site directly over WireGuard, until the process is stopped. Exit codes: 0 after a regular stop, 1
/// if the server rejects the client, the local port is in use or WireGuard is not available, 2 for an invalid command line.
/// </summary>
internal static class ClientCommand
{
    private const string SecretVariable = "VERNIER_CLIENT_SECRET";

    private static readonly Option<string> Server = new("--server") { Description = "The URL of the Pangolin server.", HelpName = "URL", Required = true };

    private static readonly Option<string> Id = new("--id") { Description = "The identifier of the client.", HelpName = "ID", Required = true };

    private static readonly Option<string?> SecretFile = new("--secret-file") { Description = $"A file with the secret of the client. [default: {SecretVariable}]", HelpName = "FILE" };

    private static readonly Option<string> Resource = new("--resource") { Description = "The identifier of the resource.", HelpName = "ID", Required = true };

    private static readonly Option<string?> Target = new("--target") { Description = "The target of the resource. [default: a healthy one]", HelpName = "NAME" };

    private static readonly Option<string?> LocalAddress = new("--local-address") { Description = "The IP address to listen on. [default: 127.0.0.1]", HelpName = "ADDRESS" };

    private static readonly Option<string?> LocalPort = new("--local-port") { Description = "The port to listen on. [default: any free port]", HelpName = "PORT" };

    private static readonly Option<string?> Network =
        new("--network") { Description = "The IPv4 network of which the server may assign addresses. [default: 10.213.0.0/16]", HelpName = "NETWORK" };

    private static readonly Option<string?> CaFile =
        new("--ca-file") { Description = "A PEM file with the certificate authorities of the server. [default: those of the system]", HelpName = "FILE" };

    private static readonly Option<bool> AllowInsecure = new("--allow-insecure") { Description = "Allow a server on another machine without TLS." };

    /// <summary>Adds the <c>client</c> command.</summary>
    public static void AddTo(RootCommand root)
    {
        var client = new Command("client", "Reach a resource of a Pangolin site directly over WireGuard.");
        foreach (var option in (Option[])[Server, Id, SecretFile, Resource, Target, LocalAddress, LocalPort, Network, CaFile, AllowInsecure])
            client.Options.Add(option);
        client.SetAction((parsed, cancellation) => AgentCommand.RunAsync(() => OptionsOf(parsed), RunAsync, cancellation));
        root.Subcommands.Add(client);
    }

    private static async Task RunAsync(PangolinClientOptions options, ILoggerFactory logging, CancellationToken stop)
    {
        var client = new PangolinClient(options, logging);
        await using var owned = client.ConfigureAwait(false);
        Console.WriteLine($"Client {options.Id} connects to the resource {options.Resource}. Press Ctrl+C to stop.");
        await client.RunAsync(stop).ConfigureAwait(false);
    }

    private static PangolinClientOptions OptionsOf(ParseResult parsed)
    {
        var arguments = new AgentArguments(key => key == "secret" ? SecretFile.Name : $"--{key.Replace('_', '-')}");
        arguments.Add("server", parsed.GetValue(Server));
        arguments.Add("id", parsed.GetValue(Id));
        arguments.AddSecret("secret", SecretFile.Name, parsed.GetValue(SecretFile), SecretVariable);
        arguments.Add("resource", parsed.GetValue(Resource));
        arguments.Add("target", parsed.GetValue(Target));
        arguments.Add("local_address", parsed.GetValue(LocalAddress));
        arguments.Add("local_port", parsed.GetValue(LocalPort));
        arguments.Add("network", parsed.GetValue(Network));
        arguments.Add("ca_file", parsed.GetValue(CaFile));
        arguments.Add("allow_insecure", parsed.GetValue(AllowInsecure) ? "true" : null);
        return arguments.Read<PangolinClientOptions>();
    }
}
