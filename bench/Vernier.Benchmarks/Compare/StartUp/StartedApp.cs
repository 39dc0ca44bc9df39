using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.Benchmarks.Compare.StartUp;

/// <summary>An application of <c>StartUpApp</c> in its own process.</summary>
internal static class StartedApp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Starts an application, measures the time until it has responded to its first request, and stops it.</summary>
    /// <param name="application">The name of the application.</param>
    /// <exception cref="InvalidOperationException">The process has ended, has not responded within a minute, or responds with an error.</exception>
    public static TimeSpan MeasureFirstResponse(string application)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, application, "--urls", $"http://{address}", "--Logging:LogLevel:Default=None"])
        {
            WorkingDirectory = Path.GetDirectoryName(Program)!,
        })!;
        try
        {
            Socket? connection;
            while ((connection = TryConnect(address)) is null)
            {
                if (process.WaitForExit(1)) // Milliseconds between two attempts.
                    throw new InvalidOperationException($"The application {application} has ended with exit code {process.ExitCode}.");
                if (Stopwatch.GetElapsedTime(started) > Limit)
                    throw new InvalidOperationException($"The application {application} has not responded within {Limit.TotalSeconds} s.");
            }
            using (connection)
                Scrape(connection, application);
            return Stopwatch.GetElapsedTime(started);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    // The project reference builds the application, and all projects share one output folder.
    private static string Program
    {
        get
        {
            var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(own, "..", "..", "StartUpApp", Path.GetFileName(own), "StartUpApp.dll"));
        }
    }

    private static Socket? TryConnect(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(address);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Sends a request as Prometheus does it, and reads the whole response.</summary>
    private static void Scrape(Socket connection, string application)
    {
        connection.Send(Encoding.ASCII.GetBytes(string.Join("\r\n",
            "GET /metrics HTTP/1.1",
            "Host: localhost",
            "Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
            "Accept-Encoding: gzip",
            "Connection: close",
            "",
            "")));
        using var response = new StreamReader(new NetworkStream(connection));
        var status = response.ReadLine();
        if (status?.Contains(" 200 ", StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"The application {application} responded with {status}.");
        response.ReadToEnd();
    }

    private static int FreePort()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
