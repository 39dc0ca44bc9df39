namespace Vernier.Dev;

internal static class Setup
{
    private static readonly Tool[] Tools =
    [
        new("prometheus", "prometheus"),
        new("promtool", "prometheus"),
        new("prometheus-pushgateway", "prometheus-pushgateway"),
        new("amtool", "prometheus-alertmanager"),
        new("victoria-metrics", "victoria-metrics"),
        new("postgres", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("initdb", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("pg_isready", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("Orthanc", "orthanc"),
        new("libOrthancDicomWeb.so", "orthanc-dicomweb", "/usr/share/orthanc/plugins"),
        new("glewlwyd", "glewlwyd"),
        new("sqlite3", "sqlite3"),
        new("curl", "curl"),
        new("pebble", "pebble"),
        new("pebble-challtestsrv", "pebble"),
        new("wireguard-go", "wireguard-go"),
        new("wg", "wireguard-tools"),
        new("nft", "nftables"),
        new("ip", "iproute2"),
        new("nginx", "nginx-light"),
        new("wrk", "wrk"),
        new("chromium", "chromium"),
        new("node", "nodejs"),
        new("npm", "npm"),
    ];

    // Debian packages start their services, and the one of PostgreSQL creates a cluster. The tests start their own servers, so two files prevent both
    // while apt runs (an existing policy of the machine is not changed), and the new services are disabled so that they do not start at the next boot.
    private const string InstallScript = """
        set -eu
        policy=/usr/sbin/policy-rc.d
        cluster=/etc/postgresql-common/createcluster.d/vernier-setup.conf
        remove="$cluster"
        trap 'rm -f $remove; cd /etc && rmdir --parents --ignore-fail-on-non-empty postgresql-common/createcluster.d' EXIT
        trap 'exit 1' HUP INT TERM
        if [ ! -e "$policy" ]; then
            remove="$remove $policy"
            printf '#!/bin/sh\nexit 101\n' > "$policy"
            chmod 755 "$policy"
        fi
        mkdir -p "${cluster%/*}"
        echo 'create_main_cluster = false' > "$cluster"
        export DEBIAN_FRONTEND=noninteractive
        apt() { apt-get --quiet -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }
        apt update
        apt install --yes --no-install-recommends "$@"
        if command -v systemctl > /dev/null; then
            # The service of nginx-light is nginx.
            for package in "$@"; do systemctl --quiet disable "${package%-light}" 2> /dev/null || true; done
        fi
        """;

    public static int Run() => InstallTools() == 0 ? NodePackages.Install() : 1;

    private static int InstallTools()
    {
        var missing = Missing();
        if (missing is [])
            return 0;
        string[] packages = [.. missing.Select(tool => tool.Package).Distinct()];
        Console.WriteLine($"Missing: {string.Join(", ", missing.Select(tool => $"{tool.Name} (Debian package {tool.Package})"))}");

        if (!File.Exists("/usr/bin/apt-get"))
            return Fail("This is not a Debian system. Install these programs and add them to the PATH.");
        if (Root() is not { } root)
            return Fail($"Installing packages requires root or sudo without a password. Run\n  sudo apt-get install --no-install-recommends {string.Join(' ', packages)}");

        string[] command = [.. root, "sh", "-c", InstallScript, "setup", .. packages];
        Console.WriteLine($"Installing {string.Join(' ', packages)}");
        if (Shell.RunQuietly(command[0], command[1..]) != 0)
            return Fail($"apt-get failed to install {string.Join(' ', packages)}; see the output above.");
        return Missing() is [var first, ..] ? Fail($"The package {first.Package} is installed, but {first.Name} was not found.") : 0;
    }

    private static Tool[] Missing() => [.. Tools.Where(tool => !tool.IsInstalled)];

    /// <summary>The prefix of a command that runs it as root; null when that is not possible.</summary>
    private static string[]? Root() => Environment.IsPrivilegedProcess ? []
        : new Tool("sudo", "sudo").IsInstalled && Shell.RunQuietly("sudo", ["--non-interactive", "true"]) == 0 ? ["sudo", "--non-interactive"]
        : null;

    private static int Fail(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }
}

/// <summary>A program that tests start, its Debian package, and its folder if that is not on the PATH (with at most one *).</summary>
internal sealed record Tool(string Name, string Package, string? Folder = null)
{
    public bool IsInstalled => SearchPath().Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name)));

    private IEnumerable<string> SearchPath()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var parts = Folder?.Split('*') ?? [];
        var own = parts is [var before, var after] ? Directory.Exists(before) ? Directory.GetDirectories(before).Select(folder => folder + after) : [] : parts;
        return [.. path, "/usr/sbin", .. own];
    }
}
