using Vernier.Testing;
namespace Vernier.Architecture.Tests;

public class SourceFileTests
{
    private static IEnumerable<SourceFile> Source => Repository.SourceFiles("src").Concat(Repository.SourceFiles("systems"));

    private static IEnumerable<SourceFile> SourceAndTests => Source.Concat(Repository.SourceFiles("tests"));

    [Fact]
    public void Source_EveryFile_IsShortEnough() => SourceFileRules.TooLong(Source).ShouldBeEmpty();

    [Fact]
    public void Source_EveryFolder_HasFewEnoughFiles() => SourceFileRules.TooManyFiles(Source).ShouldBeEmpty();

    [Fact]
    public void Source_EveryFile_HasOnePublicType() => SourceFileRules.SeveralPublicTypes(Source).ShouldBeEmpty();

    [Fact]
    public void SourceAndTests_EveryFile_IsNamedAfterItsType() => SourceFileRules.NotNamedAfterType(SourceAndTests).ShouldBeEmpty();

    [Fact]
    public void SourceAndTests_EveryFile_HasItsFolderAsNamespace() => SourceFileRules.NamespaceIsNotFolder(SourceAndTests).ShouldBeEmpty();

    [Fact]
    public void TooLong_OneLineMoreThanAllowed_IsReported()
    {
        var allowed = string.Concat(Enumerable.Repeat("// text\n", SourceFileRules.MaxLines));
        SourceFileRules.TooLong([new("Vernier/A.cs", allowed)]).ShouldBeEmpty();
        SourceFileRules.TooLong([new("Vernier/A.cs", allowed + "// text\n")]).ShouldHaveSingleItem().ShouldContain("401");
    }

    [Theory]
    [InlineData("A.cs", "public sealed class A : IDisposable\n{\n    private enum Nested\n    {\n    }\n}\n")]
    [InlineData("AOfT.cs", "public sealed class A<[Some(Thing.All)] T>\n    where T : struct;\n")]
    [InlineData("A.cs", "internal abstract class A<T>;\n")]
    [InlineData("A.Part.cs", "internal sealed partial class A;\n")]
    [InlineData("A.cs", "[Flags] public enum A;\n")]
    [InlineData("A.cs", "public readonly record struct A(int Value);\n")]
    [InlineData("A.cs", "/// <summary>The class that class B uses.</summary>\npublic interface A;\n")]
    [InlineData("A.cs", "internal delegate Dictionary<string, int> A<out T>(string[] values);\n")]
    [InlineData("A.cs", "public delegate void A();\n")]
    [InlineData("A.cs", "public class A;\n\npublic enum B;\n\npublic record struct C(int Value);\n\npublic sealed class AException;\n")]
    [InlineData("A.cs", "public class A;\n\npublic class A<T>;\n")]
    [InlineData("AOfTLabels.cs", "public class A<TLabels>;\n")]
    [InlineData("A.cs", "internal class B;\n\npublic class A;\n")]
    [InlineData("A.cs", "internal struct B;\n\ninternal class A;\n")]
    [InlineData("Labels.cs", "public enum A;\n\ninternal enum B;\n")]
    [InlineData("Program.cs", "return 0;\n")]
    [InlineData("A.cs", "public class A;\n\npublic static class AExtensions;\n")]
    public void TypesOfAFile_Allowed_ReportsNothing(string file, string text)
    {
        SourceFileRules.SeveralPublicTypes([new(file, text)]).ShouldBeEmpty();
        SourceFileRules.NotNamedAfterType([new(file, text)]).ShouldBeEmpty();
    }

    [Fact]
    public void SeveralPublicTypes_ClassAndInterface_AreReported() =>
        SourceFileRules.SeveralPublicTypes([new("A.cs", "public class A;\npublic interface B;\n")]).ShouldBe(["A.cs declares A, B; a file has at most one public class, struct or interface."]);

    [Theory]
    [InlineData("A.cs", "// empty\n", "A.cs declares no top-level type.")]
    [InlineData("A.cs", "public readonly ref struct B;\n", "A.cs declares B; name the file after its type.")]
    [InlineData("A.cs", "public enum B;\n", "A.cs declares B; name the file after its type.")]
    [InlineData("A.cs", "internal class B;\n\ninternal class C;\n", "A.cs declares B, C; name the file after its type.")]
    [InlineData("AOfT.cs", "public class A;\n", "AOfT.cs declares A; name the file after its type.")]
    public void NotNamedAfterType_FileWithAnotherName_IsReported(string file, string text, string expected) =>
        SourceFileRules.NotNamedAfterType([new(file, text)]).ShouldHaveSingleItem().ShouldBe(expected);

    [Fact]
    public void TooManyFiles_OneMoreThanAllowed_IsReported()
    {
        var files = Enumerable.Range(0, SourceFileRules.MaxFilesInFolder).Select(number => new SourceFile($"Vernier/Cells/A{number}.cs", "")).ToList();
        SourceFileRules.TooManyFiles(files).ShouldBeEmpty();
        SourceFileRules.TooManyFiles(files.Append(new("Vernier/Cells/B.cs", ""))).ShouldHaveSingleItem().ShouldStartWith("Vernier/Cells has ");
    }

    [Theory]
    [InlineData("Vernier/Registry/A.cs", "namespace Vernier.Registry;\n", null)]
    [InlineData("Vernier/Registry/A.cs", "namespace Vernier;\npublic class A;\n", null)]
    [InlineData("Vernier.Host/A.cs", "using System;\n\nnamespace Vernier.Host;\n", null)]
    [InlineData("Vernier.Push/PushExtensions.cs", "namespace Microsoft.Extensions.DependencyInjection;\n", null)]
    [InlineData("Vernier.Push/Push.cs", "namespace Microsoft.Extensions.DependencyInjection;\n", "Vernier.Push/Push.cs is in namespace Microsoft.Extensions.DependencyInjection instead of Vernier.Push.")]
    [InlineData("Vernier/Registry/A.cs", "namespace Vernier;\ninternal class A;\n", "Vernier/Registry/A.cs is in namespace Vernier instead of Vernier.Registry.")]
    [InlineData("Vernier.Push/A.cs", "namespace Vernier;\npublic class A;\n", "Vernier.Push/A.cs is in namespace Vernier instead of Vernier.Push.")]
    [InlineData("Vernier/A.cs", "class A;\n", "Vernier/A.cs is in namespace (none) instead of Vernier.")]
    public void NamespaceIsNotFolder_AnyFile_IsReportedWhenTheyDiffer(string file, string text, string? expected) =>
        SourceFileRules.NamespaceIsNotFolder([new(file, text)]).ShouldBe(expected is null ? [] : [expected]);
}
