using System.Runtime;
using System.Runtime.InteropServices;

namespace Vernier.Runtime;

/// <summary>What the application runs on.</summary>
/// <param name="RuntimeVersion">The version of .NET that it runs on, e.g. <c>10.0.1</c>.</param>
/// <param name="TargetFramework">What it was built for, e.g. <c>.NETCoreApp,Version=v10.0</c>; absent in a process that was not started by .NET.</param>
/// <param name="Os"><c>linux</c>, <c>windows</c>, <c>macos</c>, or the platform's name in lower case.</param>
/// <param name="Architecture">The process's, e.g. <c>x64</c> or <c>arm64</c>.</param>
/// <param name="GcMode">How the garbage collector works.</param>
public readonly record struct BuildLabels(
    [property: Label(Description = "The version of .NET that it runs on.")] string RuntimeVersion,
    [property: Label(Description = "What it was built for; absent in a process that .NET did not start.")] string TargetFramework,
    [property: Label(Description = "The operating system: linux, windows, macos, or the platform's name.")] string Os,
    [property: Label(Description = "The process's, such as x64 or arm64.")] string Architecture,
    [property: Label(Description = "How the garbage collector works.")] GcMode GcMode)
{
    /// <summary>What this process runs on.</summary>
    internal static BuildLabels Current() => new(
        Environment.Version.ToString(),
        AppContext.TargetFrameworkName ?? "",
        OperatingSystem.IsLinux() ? "linux"
            : OperatingSystem.IsWindows() ? "windows"
            : OperatingSystem.IsMacOS() ? "macos"
            : Environment.OSVersion.Platform.ToString().ToLowerInvariant(),
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        GCSettings.IsServerGC ? GcMode.Server : GcMode.Workstation);
}
