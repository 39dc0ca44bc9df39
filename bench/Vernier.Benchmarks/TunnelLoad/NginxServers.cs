using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vernier.Benchmarks.TunnelLoad;

/// <summary>An nginx process with two servers on free loopback ports: a backend with a fixed response, and a reverse proxy with kept-alive connections to it.</summary>
internal sealed class NginxServers : IAsyncDisposable
{
    public const int ResponseBytes = 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-nginx-");
    private readonly Process _process;

    private NginxServers(int backendPort, int proxyPort)
    {
        BackendAddress = new Uri($"http://127.0.0.1:{backendPort}");
        ProxyAddress = new Uri($"http://127.0.0.1:{proxyPort}");
        var path = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(path, $$"""
            daemon off;
            worker_processes auto;
            pid {{_folder.FullName}}/nginx.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path {{_folder.FullName}}/body;
              proxy_temp_path {{_folder.FullName}}/proxy;
              fastcgi_temp_path {{_folder.FullName}}/fastcgi;
              uwsgi_temp_path {{_folder.FullName}}/uwsgi;
              scgi_temp_path {{_folder.FullName}}/scgi;
              upstream backend { server 127.0.0.1:{{backendPort}}; keepalive 256; keepalive_requests 100000000; }
              server { listen 127.0.0.1:{{backendPort}}; location / { default_type text/plain; return 200 "{{new string('x', ResponseBytes)}}"; } }
              server {
                listen 127.0.0.1:{{proxyPort}};
                location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; }
              }
            }
            """);
        _process = Process.Start(new ProcessStartInfo("nginx", ["-p", _folder.FullName, "-c", path, "-e", "stderr"]))!;
    }

    public Uri BackendAddress { get; }

    public Uri ProxyAddress { get; }

    public static async Task<NginxServers> StartAsync()
    {
        var nginx = new NginxServers(FreePort(), FreePort());
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.GetByteArrayAsync(nginx.ProxyAddress);
                return nginx;
            }
            catch (HttpRequestException) when (attempt < 100 && !nginx._process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
