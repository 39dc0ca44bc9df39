using System.Net;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Packages;

public class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly IReadOnlyList<string> Libraries = Repository.Packages;

    [Fact]
    public async Task Packages_AllLibraries_HaveReadmeAndDocumentation()
    {
        packages.Names.ShouldBe(Libraries, ignoreOrder: true);
        foreach (var library in Libraries)
        {
            var entries = await packages.EntriesAsync(library);
            entries.ShouldContain("README.md", library);
            entries.ShouldContain($"lib/net10.0/{library}.dll");
            entries.ShouldContain($"lib/net10.0/{library}.xml");
        }
    }

    // Relative links are broken on the page of a package.
    [Fact]
    public async Task Packages_Readme_HasNoRelativeLinks()
    {
        foreach (var library in Libraries)
        {
            var readme = Encoding.UTF8.GetString(await packages.ReadAsync(library, "README.md"));
            readme.ShouldStartWith($"# {library}\n");
            Regex.Matches(readme, @"\]\((?!https://)[^)]*\)").ShouldBeEmpty(library);
        }
    }

    // Builds of the same sources must be identical, whatever the folder.
    [Fact]
    public async Task Packages_Symbols_ContainNoFolderOfTheMachine()
    {
        foreach (var library in Libraries)
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(await packages.ReadAsync(library, $"lib/net10.0/{library}.pdb", "snupkg")));
            var symbols = provider.GetMetadataReader();
            string[] sources = [.. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))];
            var folder = Path.GetRelativePath(Repository.Root, Repository.Folder(library)).Replace('\\', '/');
            sources.ShouldContain(source => source.StartsWith($"/_/{folder}/"), library);
            sources.ShouldNotContain(source => source.StartsWith(Repository.Root), library);
        }
    }

    // The forwarder is not a package, so a dependency on it could not be restored.
    [Theory]
    [InlineData("Vernier.CcProxy")]
    [InlineData("Vernier.DicomWebOAuth")]
    public async Task Packages_Proxies_ContainTheForwarderInsteadOfDependingOnIt(string proxy)
    {
        var entries = await packages.EntriesAsync(proxy);
        entries.ShouldContain("lib/net10.0/Vernier.Forwarding.dll");
        entries.ShouldContain("lib/net10.0/Vernier.Forwarding.xml");
        Encoding.UTF8.GetString(await packages.ReadAsync(proxy, $"{proxy}.nuspec")).ShouldNotContain("Vernier.Forwarding");
    }

    // Executes the commands and compiles the code of the README outside the repository, without previously restored packages.
    [Fact]
    public async Task QuickStart_InAFreshApplication_BuildsWithoutWarningsRunsAndShowsItsCounter()
    {
        using var folder = new TemporaryFolder();
        string shop = folder.Combine("Shop"), restored = folder.Combine("restored");
        var commands = Readme.Commands("Quick start");
        commands[0].ShouldBe("dotnet run dev.cs -- pack");
        foreach (var command in commands.Skip(1))
        {
            var words = command.Replace("../Shop", shop).Replace("artifacts/package", packages.Folder).Split(' ');
            words[0].ShouldBe("dotnet");
            await DotnetCli.RunAsync(folder.FullName, restored, words[1..]);
        }
        await File.WriteAllTextAsync(Path.Combine(shop, "Program.cs"), Readme.Block("Quick start", "csharp"));

        await DotnetCli.RunAsync(shop, restored, "build", "-warnaserror");

        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var start = new Command("dotnet", Path.Combine(shop, "bin", "Debug", "net10.0", "Shop.dll"), "--urls", address.ToString()) { WorkingFolder = shop };
        await using var server = await ServerProcess.StartAsync(start, Readiness.Url(new(address, "metrics")));
        using var order = await Readiness.Http.PostAsync(new Uri(address, "orders/DE"), null);
        order.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var metrics = await Readiness.Http.GetStringAsync(new Uri(address, "metrics"));
        metrics.ShouldContain(Readme.Block("Quick start", "text"));
        metrics.ShouldContain("http_server_request_duration_seconds_count{http_request_method=\"POST\",http_route=\"/orders/{country}\",http_response_status_code=\"202\",url_scheme=\"http\",network_protocol_version=\"1.1\"} 1\n");
        metrics.ShouldContain("\nprocess_resident_memory_bytes ");
    }
}
