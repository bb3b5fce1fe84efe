# Dot-sourced in BeforeAll: Invoke-Shell starts another shell of the kind that runs the tests.

# A shell that came as a .NET tool has no program of its own: dotnet starts its pwsh.dll.
$shell = @((Get-Process -Id $PID).Path)
if ([System.IO.Path]::GetFileNameWithoutExtension($shell[0]) -eq 'dotnet') { $shell += Join-Path $PSHOME 'pwsh.dll' }

function Invoke-Shell {
    $rest = @($shell | Select-Object -Skip 1)
    & $shell[0] @rest -NoProfile -NonInteractive @args
}
