using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Vernier.Testing;

namespace Vernier.Architecture.Tests;

public class ProjectTests
{
    [Fact]
    public void References_EverySourceProject_AreTheArrowsOfTheDrawing() =>
        ProjectArrows.Differences(Repository.SourceProjects.ToDictionary(project => project, project => ProjectArrows.References(Repository.ProjectFile(project))), Repository.Systems).ShouldBeEmpty();

    [Fact]
    public void Core_ProjectFile_HasNoPackageAndNoFramework() =>
        Repository.ProjectFile("Vernier").Descendants().Where(item => item.Name.LocalName is "PackageReference" or "FrameworkReference").ShouldBeEmpty();

    [Fact]
    public void Core_CompiledAssembly_RefersToSystemAssembliesOnly() => ReferencesBesidesSystem(Repository.Assembly("Vernier")).ShouldBeEmpty();

    [Fact]
    public void ReferencesBesidesSystem_TheTestsThemselves_AreFound() =>
        ReferencesBesidesSystem(typeof(ProjectTests).Assembly.Location).ShouldContain("Shouldly");

    [Fact]
    public void References_ProjectFile_AreReadAsNames() =>
        ProjectArrows.References(XDocument.Parse("""<Project><ItemGroup><ProjectReference Include="..\Vernier\Vernier.csproj" /></ItemGroup></Project>""")).ShouldBe(["Vernier"]);

    [Fact]
    public void Differences_UpwardMissingAndUnknownArrows_AreReported()
    {
        var projects = new Dictionary<string, IEnumerable<string>>
        {
            ["Vernier.Host"] = ["Vernier.Shop", "Vernier.Push"],
            ["Vernier.Shop"] = ["Vernier.AspNetCore", "Vernier.Host"],
            ["Vernier.Toolkit"] = ["Vernier.PromQL"],
            ["Vernier.PromQL"] = [],
            ["Vernier"] = ["Vernier.Host"],
            ["Vernier.Extra"] = [],
        };
        ProjectArrows.Differences(projects, systems: ["Vernier.Shop"]).ShouldBe(
        [
            "Vernier.Host → Vernier.Toolkit is in the drawing but not in the project.",
            "Vernier.Host → Vernier.Push is in the project but not in the drawing.",
            "Vernier.Shop → Vernier.Host: a system may refer to Vernier.AspNetCore, Vernier.Push, Vernier.Forwarding, Vernier.Services only.",
            "Vernier.PromQL → Vernier is in the drawing but not in the project.",
            "Vernier → Vernier.Host is in the project but not in the drawing.",
            "Vernier.Extra is not in the drawing.",
        ]);
    }

    private static List<string> ReferencesBesidesSystem(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal))];
    }
}
