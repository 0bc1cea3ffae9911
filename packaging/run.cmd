@echo off
rem Starts jiuzhu with the arguments given; the first start sets everything up inside the checkout.
setlocal
set "PYTHONUTF8=1"
set "PYTHONHOME="
set "PYTHONPATH="
set "root=%~dp0.."
set "python=%root%\.venv\Scripts\python.exe"
chcp 65001 >nul
if exist "%python%" (
    "%python%" -I -S -B "%root%\packaging\environment.py" check runtime 2>nul && goto start
)
for %%v in (3.11 3.12 3.13 3.14) do (
    py -%%v -I -B -c "" 2>nul && py -%%v -I -B "%root%\packaging\environment.py" build runtime && goto start
)
python -I -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" 2>nul && python -I -B "%root%\packaging\environment.py" build runtime && goto start
echo Python 3.11 to 3.14 is needed, or setting up failed (see above): https://www.python.org/downloads/windows/
exit /b 1
:start
"%python%" -P -m jiuzhu %*
exit /b %errorlevel%
