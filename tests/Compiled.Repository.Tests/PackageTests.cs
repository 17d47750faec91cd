using System.IO.Compression;
using System.Text.RegularExpressions;
using Compiled.Analyzers;

namespace Compiled.Repository.Tests;

/// <summary>What is packed is what a project outside the repository needs: it references nothing else, is told of its faults, and runs.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Row = "public readonly record struct Trade(Utf8String Broker, double Amount);";

    private readonly string _folder = Directory.CreateTempSubdirectory("compiled-package-").FullName;
    private readonly string _version = "0.0.0-test." + Guid.NewGuid().ToString("N");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_package_brings_runtime_generator_analyzers_and_fixes()
    {
        Pack();
        CheckContents();
        WriteProject();

        Write("Program.cs", $$"""
            using Compiled;

            Totals.Read(trades: Source.Files("in")).Write(large: Sink.Console());

            {{Row}}

            [Pipeline]
            public static partial class Totals
            {
                [Query(OutputMode.Complete)]
                static IStream<Trade> Large([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 10);
            }
            """);
        (int wrong, string told) = Shell.Dotnet(_folder, "build", "-v", "q");
        Assert.NotEqual(0, wrong);
        Assert.True(Regex.Matches(told, @"error \w+").Select(match => match.Value).Distinct().SequenceEqual(["error CMP0401"]), told);

        Write("Program.cs", $$"""
            using System;
            using Compiled;

            await Totals
                .Read(trades: Source.Files("in"))
                .Write(sums: Sink.ForEach<Sum>(row => Console.WriteLine($"{row.Broker}={row.Amount}")))
                .Checkpoint("checkpoint")
                .Trigger(Trigger.AvailableNow)
                .RunAsync();

            {{Row}}
            public readonly record struct Sum(Utf8String Broker, double Amount);

            [Pipeline]
            public static partial class Totals
            {
                [Query(OutputMode.Complete)]
                static IStream<Sum> Sums([Json] IStream<Trade> trades) => trades
                    .Where(t => t.Amount > 10)
                    .GroupBy(t => t.Broker)
                    .Select(g => new Sum(g.Key, g.Sum(t => t.Amount)))
                    .OrderBy(s => s.Broker);
            }
            """);
        Write("in/trades.ndjson", """
            {"Broker":"b","Amount":20.5}
            {"Broker":"a","Amount":5}
            {"Broker":"a","Amount":100}
            {"Broker":"b","Amount":30}

            """);
        (int right, string said) = Shell.Dotnet(_folder, "run", "-v", "q");
        Assert.True(right == 0, said);
        Assert.Contains("a=100\nb=50.5\n", said.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private void Pack()
    {
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        (int exitCode, string output) = Shell.Dotnet(
            Repository.Root, "pack", "runtime/Compiled", "-c", configuration, "-o", Path.Combine(_folder, "feed"), "-v", "q", "-p:PackageVersion=" + _version);
        Assert.True(exitCode == 0, output);
    }

    private void CheckContents()
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(_folder, "feed", $"Compiled.{_version}.nupkg"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Superset(
            new HashSet<string>
            {
                "lib/net10.0/Compiled.dll",
                "lib/net10.0/Compiled.xml",
                "lib/net10.0/FASTER.core.dll",
                "analyzers/dotnet/cs/Compiled.Generator.dll",
                "analyzers/dotnet/cs/Compiled.Analyzers.dll",
                "analyzers/dotnet/cs/Compiled.CodeFixes.dll",
                "THIRD-PARTY-NOTICES.txt",
                HelpLinks.For("CMP0101"),
            },
            files.ToHashSet());
        Assert.DoesNotContain(files, file => file.Contains("CodeAnalysis", StringComparison.Ordinal));
        using var specification = new StreamReader(package.GetEntry("Compiled.nuspec")!.Open());
        string[] dependencies = [.. Regex.Matches(specification.ReadToEnd(), "<dependency id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(["Microsoft.Extensions.Logging", "Spectre.Console"], dependencies);
    }

    /// <summary>The machine's own sources serve what the package depends on; packages it has already are not fetched again, and ours does not stay among them.</summary>
    private void WriteProject()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
                <add key="signatureValidationMode" value="accept" />
              </config>
              <packageSources>
                <add key="feed" value="feed" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{packages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        Write("Outside.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Compiled" Version="{_version}" />
              </ItemGroup>
            </Project>
            """);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
