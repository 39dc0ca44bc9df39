using System.Diagnostics;
using Vernier.Testing;

namespace Vernier.Architecture.Tests.Snippets;

/// <summary>Compiles a program with the compiler of the .NET SDK, against the libraries that the tests refer to.</summary>
internal static class SnippetCompiler
{
    private static readonly Lazy<Task<string>> Compiler = new(FindCompilerAsync);

    /// <summary>The namespaces that a project of <c>Microsoft.NET.Sdk.Web</c> imports implicitly.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    /// <summary>Compiles sources into a program of <c>Microsoft.NET.Sdk.Web</c> and returns the errors, one per line; empty if there are none.</summary>
    public static async Task<string> CompileAsync(params string[] sources)
    {
        var folder = Directory.CreateTempSubdirectory("vernier-snippet-").FullName;
        try
        {
            List<string> arguments = ["-nologo", "-nullable:enable", "-langversion:latest", $"-out:{Path.Combine(folder, "snippet.dll")}"];
            arguments.AddRange(References().Select(reference => $"-reference:\"{reference}\""));
            string[] all = [ImplicitUsings, .. sources];
            for (var i = 0; i < all.Length; i++)
            {
                var file = Path.Combine(folder, $"{i}.cs");
                await File.WriteAllTextAsync(file, all[i]);
                arguments.Add($"\"{file}\"");
            }
            var responseFile = Path.Combine(folder, "arguments.rsp");
            await File.WriteAllLinesAsync(responseFile, arguments);
            var output = await RunAsync("dotnet", ["exec", await Compiler.Value, "-noconfig", "@" + responseFile]);
            return string.Join('\n', output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Select(line => line.Replace(folder, "", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static IEnumerable<string> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Contains(".Tests", StringComparison.Ordinal) && !path.EndsWith("Vernier.Testing.dll", StringComparison.Ordinal));

    private static async Task<string> FindCompilerAsync()
    {
        var version = (await RunAsync("dotnet", ["--version"])).Trim();
        var sdks = await RunAsync("dotnet", ["--list-sdks"]);
        var sdk = sdks.Split('\n').Single(line => line.StartsWith(version + " ", StringComparison.Ordinal));
        return Path.Combine(sdk[(sdk.IndexOf('[', StringComparison.Ordinal) + 1)..sdk.IndexOf(']', StringComparison.Ordinal)], version, "Roslyn", "bincore", "csc.dll");
    }

    private static async Task<string> RunAsync(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
