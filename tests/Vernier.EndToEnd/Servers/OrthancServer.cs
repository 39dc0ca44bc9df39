using System.Text.Json;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real Orthanc with its DICOMweb plugin and an empty storage. It can be killed and restarted with the same port and data.</summary>
internal sealed class OrthancServer : IAsyncDisposable
{
    private const string PluginFolder = "/usr/share/orthanc/plugins";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;

    private OrthancServer()
    {
    }

    /// <summary>The root of the DICOMweb service.</summary>
    public Uri DicomWeb => new($"http://127.0.0.1:{_port}/dicom-web");

    public static async Task<OrthancServer> StartNewAsync()
    {
        var server = new OrthancServer();
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var configuration = _folder.Write("orthanc.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["StorageDirectory"] = _folder.Combine("data"),
            ["IndexDirectory"] = _folder.Combine("data"),
            ["HttpPort"] = _port,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["DicomServerEnabled"] = false,
            ["Plugins"] = new[] { Path.Combine(PluginFolder, "libOrthancDicomWeb.so") },
            ["DicomWeb"] = new Dictionary<string, object> { ["Enable"] = true, ["Root"] = "/dicom-web/" },
        }));
        var command = new Command(InstalledProgram.Find("Orthanc", package: "orthanc, with the plugin of orthanc-dicomweb"), configuration) { WorkingFolder = _folder.FullName };
        _process = await ServerProcess.StartAsync(command, Readiness.Url(new($"http://127.0.0.1:{_port}/dicom-web/studies")));
    }

    /// <summary>Kills the server, as a crash of the machine would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }
}
