mini
unset OPENAI_API_KEY
printf '# keys\nexport OPENAI_API_KEY="from-the-file-42"\n' > keys
server --key from-the-file-42
goldpin run mini --env-file keys -t "openai:m@$URL" -o out
! grep -rq from-the-file out
--- stdout
--- stderr
--- exit 0
