using System.Runtime;
using System.Runtime.InteropServices;

namespace Vernier.Runtime;

/// <summary>The platform that the application runs on.</summary>
/// <param name="RuntimeVersion">The version of the .NET runtime, for example <c>10.0.1</c>.</param>
/// <param name="TargetFramework">The target framework, for example <c>.NETCoreApp,Version=v10.0</c>; absent if .NET is hosted by another process.</param>
/// <param name="Os"><c>linux</c>, <c>windows</c>, <c>macos</c>, or the name of the platform in lower case.</param>
/// <param name="Architecture">The architecture of the process, for example <c>x64</c> or <c>arm64</c>.</param>
/// <param name="GcMode">The mode of the garbage collector.</param>
public readonly record struct BuildLabels(
    [property: Label(Description = "The version of the .NET runtime.")] string RuntimeVersion,
    [property: Label(Description = "The target framework; absent if .NET is hosted by another process.")] string TargetFramework,
    [property: Label(Description = "The operating system: linux, windows, macos, or the name of the platform.")] string Os,
    [property: Label(Description = "The architecture of the process, such as x64 or arm64.")] string Architecture,
    [property: Label(Description = "The mode of the garbage collector.")] GcMode GcMode)
{
    /// <summary>Gets the platform of this process.</summary>
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

/// <summary>The mode of the garbage collector, set by <c>ServerGarbageCollector</c> in the project file.</summary>
public enum GcMode
{
    /// <summary>One heap, collected on the allocating thread.</summary>
    Workstation,

    /// <summary>A heap and a collecting thread for each processor.</summary>
    Server,
}

/// <summary>The labels of heap metrics.</summary>
/// <param name="GcHeapGeneration">The part of the heap; collections have only the three generations.</param>
public readonly record struct GenerationLabels([property: Label(Description = "The part of the heap; collections have only the three generations.")] GcGeneration GcHeapGeneration);

/// <summary>A part of the heap, in the order of <see cref="GCMemoryInfo.GenerationInfo"/>.</summary>
public enum GcGeneration
{
    /// <summary>New objects.</summary>
    Gen0,

    /// <summary>Objects that survived one collection.</summary>
    Gen1,

    /// <summary>Objects that survived two collections.</summary>
    Gen2,

    /// <summary>Large objects, of 85,000 bytes and more by default. Collected with generation 2.</summary>
    Loh,

    /// <summary>Pinned objects. Collected with generation 2.</summary>
    Poh,
}
