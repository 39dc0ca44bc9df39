using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// A WireGuard interface of this process: of the kernel, or of <c>wireguard-go</c> where the kernel has no WireGuard. It is removed on disposal. Its methods
/// are called one at a time.
/// </summary>
internal sealed class WireGuardInterface : IAsyncDisposable
{
    private const int Mtu = 1420;
    private static readonly TimeSpan CreateTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CreatePoll = TimeSpan.FromMilliseconds(20);

    private readonly WireGuardPrograms _programs;
    private WireGuardDaemon? _daemon;
    private bool _isAdded;

    private WireGuardInterface(WireGuardPrograms programs, string name) => (_programs, Name) = (programs, name);

    /// <summary>The name, up to 15 characters.</summary>
    public string Name { get; }

    /// <summary>Creates an interface. One with the same name that a killed process has left behind is replaced.</summary>
    /// <exception cref="WireGuardUnavailableException">A program is not installed, or the privilege to create interfaces is missing.</exception>
    /// <exception cref="WireGuardException">The name is in use, or a command failed.</exception>
    public static async Task<WireGuardInterface> CreateAsync(WireGuardPrograms programs, string name, TimeProvider time, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new WireGuardUnavailableException("WireGuard requires Linux.");
        await RemoveLeftBehindAsync(programs, name, cancellation).ConfigureAwait(false);
        var created = new WireGuardInterface(programs, name);
        try
        {
            await created.AddAsync(time, cancellation).ConfigureAwait(false);
            await programs.RunAsync(cancellation, "ip", "link", "set", "dev", name, "alias", InterfaceOwner.Current).ConfigureAwait(false);
            return created;
        }
        catch
        {
            await created.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sets the private key and the UDP port, and activates the interface.</summary>
    /// <param name="keyFile">The file with the private key.</param>
    /// <param name="port">The port; 0 for any free port.</param>
    /// <param name="address">The address of this machine inside the tunnel, with the length of its network such as <c>10.0.0.1/16</c>.</param>
    /// <param name="cancellation">Cancels the commands.</param>
    /// <returns>The port.</returns>
    /// <exception cref="WireGuardException">A command failed, for example because the port is in use.</exception>
    public async Task<int> ConfigureAsync(string keyFile, int port, string address, CancellationToken cancellation)
    {
        await _programs.RunAsync(cancellation, "wg", "set", Name, "private-key", keyFile, "listen-port", Text(port)).ConfigureAwait(false);
        await _programs.RunAsync(cancellation, "ip", "address", "add", address, "dev", Name).ConfigureAwait(false);
        await _programs.RunAsync(cancellation, "ip", "link", "set", "dev", Name, "mtu", Text(Mtu), "up").ConfigureAwait(false);
        var dump = await ReadAsync(cancellation).ConfigureAwait(false);
        if (dump.ListenPort == 0 || (port != 0 && dump.ListenPort != port))
            throw new WireGuardException($"The interface {Name} cannot use the UDP port {port}. Is it in use?");
        return dump.ListenPort;
    }

    /// <summary>Adds or changes a peer.</summary>
    public async Task SetPeerAsync(WireGuardPeer peer, bool addRoute, CancellationToken cancellation)
    {
        var allowed = $"{peer.Address}/32";
        List<string> command = ["wg", "set", Name, "peer", peer.PublicKey, "allowed-ips", allowed];
        if (peer.Endpoint is { } endpoint)
            command.AddRange(["endpoint", endpoint.ToString()]);
        if (peer.Keepalive is { } keepalive)
            command.AddRange(["persistent-keepalive", Text((int)keepalive.TotalSeconds)]);
        await _programs.RunAsync(cancellation, command).ConfigureAwait(false);
        if (addRoute)
            await _programs.RunAsync(cancellation, "ip", "route", "replace", allowed, "dev", Name).ConfigureAwait(false);
    }

    /// <summary>Removes a peer; does nothing if it does not exist.</summary>
    public Task RemovePeerAsync(string publicKey, CancellationToken cancellation) =>
        _programs.RunAsync(cancellation, "wg", "set", Name, "peer", publicKey, "remove");

    /// <summary>Reads the state of the interface and its peers.</summary>
    /// <exception cref="WireGuardException">The interface does not exist any more.</exception>
    public async Task<WireGuardDump> ReadAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> command = ["wg", "show", Name, "dump"];
        var (exitCode, output, error) = await _programs.RunAsync(default, cancellation, command).ConfigureAwait(false);
        try
        {
            return exitCode == 0 ? WireGuardDump.Parse(output) : throw WireGuardPrograms.Failed(command, exitCode, error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // An interface of wireguard-go ends with its process. Deleting one that does not exist fails, which is the intended state.
        if (_daemon is not null)
            await _daemon.DisposeAsync().ConfigureAwait(false);
        else if (_isAdded)
            await _programs.RunAsync(default, CancellationToken.None, "ip", "link", "delete", "dev", Name).ConfigureAwait(false);
    }

    private static async Task RemoveLeftBehindAsync(WireGuardPrograms programs, string name, CancellationToken cancellation)
    {
        var (exitCode, output, _) = await programs.RunAsync(default, cancellation, "ip", "-j", "link", "show", "dev", name).ConfigureAwait(false);
        if (exitCode != 0)
            return;
        using var links = JsonDocument.Parse(output);
        var alias = links.RootElement[0].TryGetProperty("ifalias", out var text) ? text.GetString() : null;
        if (!InterfaceOwner.IsLeftBehind(alias))
            throw new WireGuardException($"The network interface {name} exists and belongs to another program. Delete it, or use another name.");
        await programs.RunAsync(cancellation, "ip", "link", "delete", "dev", name).ConfigureAwait(false);
    }

    private async Task AddAsync(TimeProvider time, CancellationToken cancellation)
    {
        var (exitCode, _, error) = await _programs.RunAsync(default, cancellation, "ip", "link", "add", "dev", Name, "type", "wireguard").ConfigureAwait(false);
        _isAdded = exitCode == 0;
        if (_isAdded)
            return;
        if (error.Contains("Operation not permitted", StringComparison.Ordinal))
            throw new WireGuardUnavailableException("The privilege to create network interfaces (CAP_NET_ADMIN) is missing.");
        _daemon = WireGuardDaemon.Start(_programs, Name);
        var start = time.GetTimestamp();
        while (!await ExistsAsync(cancellation).ConfigureAwait(false))
        {
            if (_daemon.HasExited || time.GetElapsedTime(start) > CreateTimeout)
                throw new WireGuardUnavailableException($"The kernel has no WireGuard ({error}), and wireguard-go did not start: {_daemon.Output}");
            await Task.Delay(CreatePoll, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        var (exitCode, output, _) = await _programs.RunAsync(default, cancellation, "wg", "show", Name, "dump").ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(output);
        return exitCode == 0;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
