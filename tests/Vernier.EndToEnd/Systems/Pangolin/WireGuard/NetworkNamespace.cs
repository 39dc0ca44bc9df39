using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>
/// A network namespace of Linux. Its name contains the process id of the tests, so that those of a killed run are recognized and deleted. Processes in it are
/// killed before it is deleted.
/// </summary>
internal sealed partial class NetworkNamespace : IAsyncDisposable
{
    private const string Prefix = "vernier-";
    private const int CloneNewNetwork = 0x40000000;
    private const string Folder = "/run/netns";
    private const string Sockets = "/run/wireguard";

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <param name="lab">The number of the lab, because tests run in parallel.</param>
    /// <param name="role">What the namespace represents.</param>
    public static async Task<NetworkNamespace> CreateAsync(int lab, string role)
    {
        var created = new NetworkNamespace($"{Prefix}{Environment.ProcessId}-{lab}-{role}");
        await IpAsync("netns", "add", created.Name);
        await created.RunAsync("ip", "link", "set", "lo", "up");
        return created;
    }

    /// <summary>Deletes the namespaces of runs that were killed, and the control sockets of interfaces that were killed with them.</summary>
    public static async Task DeleteLeftBehindAsync()
    {
        foreach (var socket in Directory.Exists(Sockets) ? Directory.GetFiles(Sockets, "*.sock") : [])
        {
            if (!IsListening(socket))
                File.Delete(socket);
        }
        if (!Directory.Exists(Folder))
            return;
        foreach (var name in Directory.GetFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (!Directory.Exists($"/proc/{name.Split('-')[1]}"))
                await new NetworkNamespace(name).DisposeAsync();
        }
    }

    /// <summary>Returns a command that runs in the namespace.</summary>
    public Command In(Command command) => command with
    {
        Program = InstalledProgram.Find("ip", "iproute2"),
        Arguments = ["netns", "exec", Name, command.Program, .. command.Arguments],
    };

    /// <summary>Runs a program that must succeed, and returns its output.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string program, params IReadOnlyList<string> arguments) =>
        (await In(new Command(program, arguments)).RunAsync()).Succeeded().Lines;

    /// <summary>Runs a script of the shell that must succeed.</summary>
    public Task ShellAsync(string script) => RunAsync("sh", "-c", script);

    /// <summary>Creates a socket in the namespace. It can be used by all threads afterwards.</summary>
    public Socket CreateSocket(AddressFamily family, SocketType type, ProtocolType protocol) => Run(() => new Socket(family, type, protocol));

    /// <summary>Creates an HTTP client whose connections start in the namespace.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = CreateSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });

    public async ValueTask DisposeAsync()
    {
        var processes = (await Ip("netns", "pids", Name).RunAsync()).Succeeded().Lines;
        if (processes.Count > 0)
            await new Command("sh", "-c", $"kill -9 {string.Join(' ', processes)}").RunAsync();
        await IpAsync("netns", "delete", Name);
    }

    private static bool IsListening(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Command Ip(params IReadOnlyList<string> arguments) => new(InstalledProgram.Find("ip", "iproute2"), arguments);

    private static async Task IpAsync(params IReadOnlyList<string> arguments) => (await Ip(arguments).RunAsync()).Succeeded();

    /// <summary>Runs a function on a dedicated thread, because a thread that has entered a namespace must not return to the pool.</summary>
    private T Run<T>(Func<T> function)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var space = File.OpenHandle(Path.Combine(Folder, Name));
                if (SetNamespace(space, CloneNewNetwork) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                result = function();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException($"Cannot enter the namespace {Name}: {failure.Message}", failure);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle handle, int type);
}
